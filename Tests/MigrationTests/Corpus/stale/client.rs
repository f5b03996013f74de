//! A client. `OpenAI-Beta: realtime=v1` in a comment is a comment.
use serde::Serialize;

#[derive(Serialize)]
struct Session<'a> {
    instructions: &'a str,
    #[serde(rename = "output_audio_format")] ◀ session-field
    format: &'a str,
}

fn request(key: &str) -> Request {
    Request::get("wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview") ◀ retired-model
        .header("Authorization", format!("Bearer {key}"))
        .header("OpenAI-Beta", "realtime=v1") ◀ beta-header
}

fn update() -> serde_json::Value {
    json!({
        "type": "session.update",
        "session": { "voice": "alloy", "instructions": "Hi" } ◀ session-type-missing, session-field
    })
}

fn received(kind: &str) -> char {
    match kind {
        "response.audio.delta" => 'a', ◀ event-name
        "response.audio_transcript.delta" => '"', ◀ event-name
        _ => '\'',
    }
}
