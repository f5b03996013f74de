// A relay that serves old clients and new ones: it names both, on purpose.
const toCurrent: Record<string, string> = {
  "response.audio.delta": "response.output_audio.delta",
  "response.audio.done": "response.output_audio.done",
  "response.audio_transcript.delta": "response.output_audio_transcript.delta",
  "response.text.delta": "response.output_text.delta",
  "conversation.item.created": "conversation.item.added",
};

export function headers(isBeta: boolean): Record<string, string> {
  return isBeta ? { Accept: "*/*" } : {};
}

export const translate = (event: { type: string }) => ({ ...event, type: toCurrent[event.type] ?? event.type });
