//! A desktop agent. Its types are GA's but for one struct, which a settings file still fills.
use futures_util::{SinkExt, StreamExt};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};
use tokio_tungstenite::{connect_async, tungstenite::client::IntoClientRequest, tungstenite::Message};

#[derive(Debug, Deserialize)]
#[serde(tag = "type")]
pub enum ServerEvent {
    #[serde(rename = "session.created")]
    Created { session: Value },
    #[serde(rename = "response.output_audio.delta")]
    Audio { delta: String },
    #[serde(rename = "response.output_audio_transcript.delta")]
    Transcript { delta: String },
    #[serde(rename = "response.text.delta")] ◀ event-name
    Text { delta: String },
    #[serde(rename = "conversation.item.created")] ◀ event-name
    Item { item: Value },
    #[serde(other)]
    Other,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Settings {
    pub instructions: String,
    #[serde(rename = "input_audio_transcription", skip_serializing_if = "Option::is_none")] ◀ session-field
    pub transcription: Option<Value>,
    #[serde(rename = "turn_detection")] ◀ session-field
    pub turns: Option<Value>,
}

pub async fn talk(key: &str, model: &str, question: &str) -> anyhow::Result<String> {
    let mut request = format!("wss://api.openai.com/v1/realtime?model={model}").into_client_request()?;
    request.headers_mut().insert("Authorization", format!("Bearer {key}").parse()?);
    let (mut socket, _) = connect_async(request).await?;
    let update = json!({
        "type": "session.update",
        "session": {
            "type": "realtime",
            "output_modalities": ["text"],
            "audio": { "input": { "format": { "type": "audio/pcm" } } }, ◀ pcm-rate-missing
        }
    });
    socket.send(Message::Text(update.to_string().into())).await?;
    let item = json!({
        "type": "conversation.item.create",
        "item": { "type": "message", "role": "user", "content": [{ "type": "input_text", "text": question }] }
    });
    socket.send(Message::Text(item.to_string().into())).await?;
    socket.send(Message::Text(r#"{"type": "response.create", "response": {"max_response_output_tokens": 200}}"#.into())).await?; ◀ response-field
    let mut words = String::new();
    while let Some(frame) = socket.next().await {
        let Message::Text(text) = frame? else { continue };
        match serde_json::from_str::<ServerEvent>(&text)? {
            ServerEvent::Transcript { delta } | ServerEvent::Text { delta } => words.push_str(&delta),
            ServerEvent::Audio { delta } => eprintln!("{} bytes", delta.len()),
            ServerEvent::Created { .. } | ServerEvent::Item { .. } | ServerEvent::Other => {}
        }
        if text.contains("\"response.done\"") {
            break;
        }
    }
    Ok(words)
}
