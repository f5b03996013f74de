fn update<'a>(voice: &'a str) -> serde_json::Value {
    let quote = '"';
    // "response.audio.delta"
    json!({
        "type": "session.update",
        "session": { "type": "realtime", "audio": { "output": { "voice": voice }, "input": { "turn_detection": null } } }
    })
}

fn received(kind: &str) -> bool {
    matches!(kind, "response.output_audio.delta" | "response.output_audio_transcript.delta")
}
