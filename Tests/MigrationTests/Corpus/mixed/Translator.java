package demo.voice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;

/** A phone bridge. Its secret and its events are GA's; what it sends was moved in one method only. */
public final class Translator implements WebSocket.Listener {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final String key;
    private final StringBuilder frame = new StringBuilder();

    public Translator(String key) {
        this.key = key;
    }

    String secret() throws Exception {
        ObjectNode session = MAPPER.createObjectNode();
        session.put("type", "realtime").put("model", "gpt-realtime-2");
        ObjectNode body = MAPPER.createObjectNode();
        body.set("session", session);
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://api.openai.com/v1/realtime/client_secrets"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return MAPPER.readTree(answer.body()).get("value").asText();
    }

    void configure(WebSocket socket) {
        ObjectNode event = MAPPER.createObjectNode();
        event.put("type", "session.update");
        ObjectNode settings = MAPPER.createObjectNode();
        settings.put("instructions", "Translate what you hear into Spanish.");
        settings.put("input_audio_format", "g711_ulaw"); ◀ session-field
        settings.put("output_audio_format", "g711_ulaw"); ◀ session-field
        settings.put("voice", "alloy"); ◀ session-field
        ObjectNode turns = MAPPER.createObjectNode();
        turns.put("type", "server_vad");
        turns.put("silence_duration_ms", 400);
        settings.set("turn_detection", turns); ◀ session-field
        event.set("session", settings); ◀ session-type-missing
        socket.sendText(event.toString(), true);
    }

    void retune(WebSocket socket, double threshold) {
        ObjectNode event = MAPPER.createObjectNode();
        event.put("type", "session.update");
        ObjectNode session = MAPPER.createObjectNode();
        session.put("type", "realtime");
        ObjectNode input = MAPPER.createObjectNode();
        ObjectNode turnDetection = MAPPER.createObjectNode();
        turnDetection.put("type", "server_vad").put("threshold", threshold);
        input.set("turn_detection", turnDetection);
        ObjectNode audio = MAPPER.createObjectNode();
        audio.set("input", input);
        session.set("audio", audio);
        event.set("session", session);
        socket.sendText(event.toString(), true);
    }

    void prompt(WebSocket socket, String text) {
        ArrayNode content = MAPPER.createArrayNode();
        content.addObject().put("type", "input_text").put("text", text);
        ObjectNode item = MAPPER.createObjectNode().put("type", "message").put("role", "user");
        item.set("content", content);
        ObjectNode event = MAPPER.createObjectNode().put("type", "conversation.item.create");
        event.set("item", item);
        socket.sendText(event.toString(), true);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            received(MAPPER.convertValue(frame.toString(), JsonNode.class));
            frame.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private void received(JsonNode event) {
        String type = event.get("type").asText();
        if (type.equals("response.output_audio.delta")) {
            play(event.get("delta").asText());
        } else if (type.equals("response.audio_transcript.done")) { ◀ event-name
            show(event.get("transcript").asText());
        } else if ("conversation.item.done".equals(type)) {
            show(event.at("/item/id").asText());
        }
    }

    private void play(String delta) { }

    private void show(String text) { }
}
