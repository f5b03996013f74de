package demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.Map;

/** Says OpenAI-Beta: realtime=v1 in its comment only. */
public class Agent {
    private static final String BASE = "https://api.openai.com/v1";
    private static final String BETA = "OpenAI-Beta";
    private static final String BETA_VALUE = "realtime=v1"; ◀ beta-header
    private static final String MODEL = "gpt-4o-realtime-preview"; ◀ retired-model

    static class Session {
        @JsonProperty("max_response_output_tokens") ◀ session-field
        int tokens;
        @JsonProperty("instructions")
        String instructions;
    }

    void secret() {
        post(URI.create(BASE + "/realtime/transcription_sessions")); ◀ sessions-endpoint
    }

    void update() {
        send(Map.of("type", "session.update", "session", Map.of("voice", "alloy", "instructions", "Hi"))); ◀ session-type-missing, session-field
        send("{\"type\":\"response.create\",\"response\":{\"modalities\":[\"text\"]}}"); ◀ response-field
    }

    void received(Event event) {
        switch (event.type) {
            case "response.text.delta" -> show(event.delta); ◀ event-name
            case "response.audio_transcript.done" -> show(event.transcript); ◀ event-name
            default -> { }
        }
    }
}
