require "openai"
require "faye/websocket"

client = OpenAI::Client.new.beta(realtime: "v1") ◀ beta-header
session = client.realtime.create(model: "gpt-4o-realtime-preview") ◀ retired-model

=begin
ws.send({ type: "session.update", session: { voice: "alloy" } }.to_json)
=end

ws.on :open do
  ws.send({ type: "session.update", session: { voice: "alloy", modalities: %w[text] } }.to_json) ◀ session-type-missing, session-field, session-field
end

ws.on :message do |message|
  event = JSON.parse(message.data)
  case event["type"]
  when "response.text.delta" then print event["delta"] ◀ event-name
  when "response.audio_transcript.done" then puts event["transcript"] ◀ event-name
  end
end
