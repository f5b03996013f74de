class Main {
    // "response.audio.delta" is gone.
    String url = "wss://api.openai.com/v1/realtime?model=gpt-realtime"; ◀ retiring-model

    void update(JsonObject event) {
        JsonObject session = new JsonObject();
        session.addProperty("type", "realtime");
        session.addProperty("instructions", "Hi");
        session.addProperty("max_response_output_tokens", 300); ◀ session-field
        event.addProperty("type", "session.update");
        event.add("session", session);
    }

    boolean isAudio(String type) { return type.equals("response.output_audio.delta"); }

    boolean isText(String type) { return type.equals("response.text.delta"); } ◀ event-name
}
