import { SessionCreateParams } from "openai/resources/beta/realtime/sessions"; ◀ preview-call

export const settings: Partial<SessionCreateParams> = { instructions: "Be brief." };

// What our own page is told, in words of its own choice.
export function tell(page: WebSocket, delta: string) {
  page.send(JSON.stringify({ type: "response.audio_transcript.delta", delta })); ◀ event-name
}

export function relay(type: string) {
  if (type === "transcription_session.update") return forward(); ◀ client-event-name
  const url = `${base}/${proxy}/realtime?api-version=${version}&deployment=${name}`; ◀ azure-api-version, azure-deployment-parameter
  return connect(url);
}
