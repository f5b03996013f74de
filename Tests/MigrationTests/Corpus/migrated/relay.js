// A phone relay, all GA. The phone company's own words look like the Preview's.
import WebSocket from "ws";

const PHONE_CODEC = "g711_ulaw";

export function connect(call) {
  const ws = new WebSocket("wss://api.openai.com/v1/realtime?model=gpt-realtime-2", {
    headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}` },
  });
  const format = { type: "audio/pcmu" };
  ws.on("open", () => {
    ws.send(JSON.stringify({
      type: "session.update",
      session: {
        type: "realtime",
        audio: { input: { format, turn_detection: { type: "server_vad" } }, output: { format, voice: "marin" } },
      },
    }));
    call.answer({ codec: PHONE_CODEC, voice: "line-1", speed: 1 });
  });
  ws.on("message", (data) => {
    const event = JSON.parse(data);
    switch (event.type) {
      case "response.output_audio.delta":
        call.play(event.delta);
        break;
      case "input_audio_buffer.speech_started":
        call.clear();
        break;
      case "conversation.item.added":
        console.log("item", event.item.id);
        break;
      case "response.done":
        console.log(JSON.stringify(event.response.usage));
    }
  });
  /* ws.on("message", (data) => data.type === "response.audio.delta" && call.play(data.delta)); */
}
