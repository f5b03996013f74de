package voice

// `json:"input_audio_format"` was here.
type Session struct {
	Type             string   `json:"type"`
	OutputModalities []string `json:"output_modalities,omitempty"`
	Audio            *Audio   `json:"audio,omitempty"`
}

type Output struct {
	Voice string  `json:"voice,omitempty"`
	Speed float64 `json:"speed,omitempty"`
}

func update() map[string]any {
	return map[string]any{"type": "session.update", "session": map[string]any{"type": "realtime", "instructions": "Hi"}}
}

func isAudio(kind string) bool { return kind == "response.output_audio.delta" }
