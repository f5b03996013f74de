// A client for Node and for pages: text in, text and audio out.
const MODEL = "gpt-4o-realtime-preview"; ◀ retired-model

interface SessionUpdate {
  type: "session.update";
  session: { ◀ session-type-missing
    voice?: string; ◀ session-field
    input_audio_format?: "pcm16" | "g711_ulaw"; ◀ session-field
    turn_detection?: { type: "server_vad" } | null; ◀ session-field
  };
}

export async function ask(url: string, key: string, question: string): Promise<string> {
  const ws = new WebSocket(`${url}?model=${MODEL}`, [
    "realtime",
    `openai-insecure-api-key.${key}`,
    "openai-beta.realtime-v1", ◀ beta-header
  ]);
  const send = (event: object) => ws.send(JSON.stringify(event));
  let words = "";
  let bytes = 0;
  return new Promise((resolve, reject) => {
    ws.onopen = () => {
      send({
        type: "session.update",
        session: { ◀ session-type-missing
          modalities: ["audio", "text"], ◀ session-field
          voice: "alloy", ◀ session-field
          instructions: "Be brief.",
          input_audio_format: "pcm16", ◀ session-field
          output_audio_format: "pcm16", ◀ session-field
          turn_detection: null, ◀ session-field
          temperature: 0.8, ◀ session-field
        },
      });
      send({
        type: "conversation.item.create",
        item: { type: "message", role: "user", content: [{ type: "input_text", text: question }] },
      });
      send({ type: "response.create", response: { modalities: ["audio", "text"] } }); ◀ response-field
    };
    ws.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      switch (event.type) {
        case "response.audio_transcript.delta": ◀ event-name
          words += event.delta;
          break;
        case "response.audio.delta": ◀ event-name
          bytes += event.delta.length;
          break;
        case "error":
          reject(new Error(event.error.message));
          break;
        case "response.done":
          ws.close();
          resolve(`${words} (${bytes > 0 ? "audio" : "silence"})`);
          break;
      }
    };
  });
}
