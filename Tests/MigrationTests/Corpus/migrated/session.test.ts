import { build } from "./session";

test("the session.update has no field of the Preview", () => {
  const sent = build({ voice: "marin" });
  for (const name of ["modalities", "input_audio_transcription", "max_response_output_tokens"]) {
    expect(Object.keys(sent.session)).not.toContain(name);
  }
});
