package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/gorilla/websocket"
)

// What the service says. Two names were overlooked.
const (
	eventCreated    = "session.created"
	eventAudio      = "response.output_audio.delta"
	eventAudioDone  = "response.audio.done" ◀ event-name
	eventTranscript = "response.output_audio_transcript.delta"
	eventItem       = "conversation.item.created" ◀ event-name
	eventError      = "error"
)

// Session is what a call is configured with.
type Session struct {
	Type         string   `json:"type"`
	Instructions string   `json:"instructions,omitempty"`
	Voice        string   `json:"voice,omitempty"` ◀ session-field
	InputFormat  string   `json:"input_audio_format,omitempty"` ◀ session-field
	OutputFormat string   `json:"output_audio_format,omitempty"` ◀ session-field
	Tools        []string `json:"tools,omitempty"`
}

type update struct {
	Type    string  `json:"type"`
	Session Session `json:"session"`
}

// Call is one phone call.
type Call struct {
	socket *websocket.Conn
	played int
}

// Dial opens a call. It once sent OpenAI-Beta: realtime=v1.
func Dial(ctx context.Context, key, model string) (*Call, error) {
	header := http.Header{}
	header.Set("Authorization", "Bearer "+key)
	socket, answer, err := websocket.DefaultDialer.DialContext(ctx, "wss://api.openai.com/v1/realtime?model="+model, header)
	if err != nil {
		if answer != nil {
			return nil, fmt.Errorf("%s: %w", answer.Status, err)
		}
		return nil, err
	}
	return &Call{socket: socket}, nil
}

// Configure sends the session.
func (c *Call) Configure(voice string) error {
	return c.socket.WriteJSON(update{
		Type:    "session.update",
		Session: Session{Type: "realtime", Instructions: "Be brief.", Voice: voice, InputFormat: "pcm16"},
	})
}

// Greet asks for the first response.
func (c *Call) Greet() error {
	return c.socket.WriteJSON(map[string]any{
		"type":     "response.create",
		"response": map[string]any{"output_modalities": []string{"audio", "text"}}, ◀ both-modalities
	})
}

// Hear passes a caller's audio on.
func (c *Call) Hear(audio string) error {
	return c.socket.WriteJSON(map[string]string{"type": "input_audio_buffer.append", "audio": audio})
}

// Run reads until the call ends.
func (c *Call) Run(play func(string)) error {
	for {
		_, frame, err := c.socket.ReadMessage()
		if err != nil {
			return err
		}
		var event struct {
			Type  string `json:"type"`
			Delta string `json:"delta"`
			Error struct {
				Message string `json:"message"`
			} `json:"error"`
		}
		if err := json.Unmarshal(frame, &event); err != nil {
			return err
		}
		switch event.Type {
		case eventCreated, eventItem:
		case eventAudio:
			c.played += len(event.Delta)
			play(event.Delta)
		case eventTranscript:
			fmt.Print(event.Delta)
		case eventAudioDone:
			fmt.Println()
		case eventError:
			return errors.New(event.Error.Message)
		}
	}
}
