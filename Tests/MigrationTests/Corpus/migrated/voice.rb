# client = OpenAI::Client.new.beta(realtime: "v1")
url = "wss://api.openai.com/v1/realtime?model=gpt-realtime-2"
ws.send({ type: "session.update", session: { type: "realtime", audio: { output: { voice: "marin" } } } }.to_json)
case event["type"]
when "response.output_text.delta" then print event["delta"]
when "conversation.item.done" then puts event.dig("item", "id")
end
