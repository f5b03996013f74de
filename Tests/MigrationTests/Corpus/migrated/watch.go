package desk

import "strings"

// Watch reads what the Realtime service says, and says nothing itself.
func Watch(events string, item Item, session map[string]any) bool {
	if strings.Contains(events, "input_audio_transcription") {
		return true
	}
	if format := session["input_audio_format"]; format != nil {
		return false
	}
	return (item.Object != "" && item.Object != "realtime.item") || item.Type != "message"
}

const update = "session.update"
