package demo.voice;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;

/** All of it is GA's. Its chat half has settings of the same names. */
public final class Calls {
    private static final URI ADDRESS = URI.create("wss://api.openai.com/v1/realtime?model=gpt-realtime-2");

    record Format(String type, int rate) { }

    static Map<String, Object> update(String voice) {
        Map<String, Object> audio = Map.of(
            "input", Map.of("format", Map.of("type", "audio/pcm", "rate", 24000), "noise_reduction", Map.of("type", "near_field")),
            "output", Map.of("format", Map.of("type", "audio/pcmu"), "voice", voice, "speed", 1.1));
        return Map.of("type", "session.update", "session", Map.of("type", "realtime", "audio", audio, "max_output_tokens", 400));
    }

    static Map<String, Object> chat(String question) {
        return Map.of("model", "gpt-5", "temperature", 0.3, "modalities", List.of("text", "audio"),
            "url", "https://api.openai.com/v1/chat/completions", "question", question);
    }

    static WebSocket open(String key, WebSocket.Listener listener) {
        return HttpClient.newHttpClient().newWebSocketBuilder()
            .header("Authorization", "Bearer " + key)
            .buildAsync(ADDRESS, listener)
            .join();
    }

    static void received(String type, String delta) {
        switch (type) {
            case "response.output_audio.delta", "response.output_audio_transcript.delta" -> System.out.println(delta.length());
            case "conversation.item.added", "conversation.item.done" -> System.out.println(type);
            default -> { /* "response.audio.delta" was the Preview's. */ }
        }
    }
}
