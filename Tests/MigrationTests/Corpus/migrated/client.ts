import { OpenAIRealtimeWS } from "openai/realtime/ws";

export const url = (resource: string, deployment: string) =>
  `wss://${resource}.openai.azure.com/openai/v1/realtime?model=${encodeURIComponent(deployment)}`;

export async function secret(key: string) {
  const answer = await fetch("https://api.openai.com/v1/realtime/client_secrets", {
    method: "POST",
    headers: { Authorization: `Bearer ${key}` },
    body: JSON.stringify({ session: { type: "realtime", model: "gpt-realtime-2", audio: { output: { voice: "cedar" } } } }),
  });
  return (await answer.json()).value;
}

export async function call(offer: string, key: string) {
  const base = "https://api.openai.com/v1/realtime";
  return fetch(`${base}/calls`, {
    method: "POST",
    body: offer,
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/sdp" },
  });
}

export function received(event: { type: string; delta?: string }) {
  switch (event.type) {
    case "response.output_audio_transcript.delta":
    case "response.output_text.delta":
      return event.delta;
    // case "response.audio_transcript.delta":
    default:
      return /["'`]response\.audio\.delta/.test(event.type) ? "old" : undefined;
  }
}
