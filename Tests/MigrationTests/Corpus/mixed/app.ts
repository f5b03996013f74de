const session = {
  type: "realtime",
  output_modalities: ["audio", "text"], ◀ both-modalities
  audio: {
    input: { format: { type: "audio/pcm" } }, ◀ pcm-rate-missing
    output: { format: { type: "audio/pcm", rate: 24000 }, voice: "marin" },
  },
};

export function start(ws: WebSocket) {
  ws.send(JSON.stringify({ type: "session.update", session }));
  ws.send(JSON.stringify({ type: "response.create", response: { voice: "cedar", output_modalities: ["audio"] } })); ◀ response-field
}

export const url = (host: string, key: string) => `wss://${host}/openai/v1/realtime?model=voice&api-key=${key}`; ◀ key-in-query
export const old = (host: string) => `wss://${host}/openai/v1/realtime?api-version=2025-04-01-preview&model=voice`; ◀ azure-api-version
