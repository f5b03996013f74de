package voice

// Options of our own, which are put where GA wants them.
type Options struct {
	modalities []string
	voice      string
}

func (o *Options) WithModalities(modalities []string) *Options {
	o.modalities = modalities
	return o
}

func event(o Options) map[string]any {
	modalities := o.modalities
	voice := o.voice
	return map[string]any{
		"type": "session.update",
		"session": map[string]any{
			"type":  "realtime",
			"audio": map[string]any{"output": map[string]any{"voice": voice}},
			"output_modalities": modalities,
		},
	}
}
