import WebSocket from "ws";
import { RealtimeClient } from "@openai/realtime-api-beta"; ◀ preview-sdk

const client = new RealtimeClient({ url: process.env.URL });
client.realtime.on("server.response.audio_transcript.done", (event) => console.log(event.transcript)); ◀ event-name

export function connect(call) {
  const ws = new WebSocket("wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview-2024-10-01", { ◀ retired-model
    headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}`, "OpenAI-Beta": "realtime=v1" }, ◀ beta-header
  });
  const session = {
    turn_detection: { type: "server_vad" }, ◀ session-field
    input_audio_format: "g711_ulaw", ◀ session-field
    output_audio_format: "g711_ulaw", ◀ session-field
    input_audio_transcription: { model: "whisper-1" }, ◀ session-field, retiring-model
  };
  ws.on("open", () => ws.send(JSON.stringify({ type: "session.update", session }))); ◀ session-type-missing
  ws.on("message", (data) => {
    const handlers = {
      "response.audio.delta": (event) => call.play(event.delta), ◀ event-name
      "input_audio_buffer.speech_started": () => call.clear(),
      "response.text.done": (event) => call.say(event.text), ◀ event-name
    };
    const event = JSON.parse(data);
    if (event.type === "response.audio.delta") console.log("audio", event.delta); ◀ event-name, audio-logged
    handlers[event.type]?.(event);
  });
  // ws.on("open", () => ws.send('{"type":"session.update","session":{"voice":"alloy"}}'));
}
