package voice

import (
	"net/http"

	"github.com/gorilla/websocket"
)

const eventUpdate = "session.update"

// Session is flat: "input_audio_format" stands beside "voice".
type Session struct {
	Modalities   []string `json:"modalities,omitempty"` ◀ session-field
	Instructions string   `json:"instructions,omitempty"`
	InputFormat  string   `json:"input_audio_format,omitempty"` ◀ session-field
	Tokens       int      `json:"max_response_output_tokens,omitempty"` ◀ session-field
}

func dial(key string) (*websocket.Conn, *http.Response, error) {
	header := http.Header{}
	header.Set("Authorization", "Bearer "+key)
	header.Set("OpenAI-Beta", "realtime=v1") ◀ beta-header
	return websocket.DefaultDialer.Dial("wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview", header) ◀ retired-model
}

func update() map[string]any {
	return map[string]any{"type": "session.update", "session": map[string]any{"voice": "alloy", "instructions": "Hi"}} ◀ session-type-missing, session-field
}

func handle(kind string) {
	switch kind {
	case "response.audio.delta", "response.audio.done": ◀ event-name, event-name
	case "response.text.delta": ◀ event-name
	}
}
