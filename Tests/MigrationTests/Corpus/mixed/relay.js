// antiphon:allow-file(beta-header) the old gateway of the factory wants it
const headers = { "OpenAI-Beta": "realtime=v1" };
const ga = ["response.output_audio.delta", "response.output_text.delta"];

export function received(event) {
  // antiphon:allow(event-name) sent by our own recorder
  if (event.type === "response.audio_transcript.done") return event.transcript;
  if (event.type === "response.audio_transcript.delta") return event.delta; ◀ event-name
  return ga.includes(event.type) ? event.delta : headers;
}
