static const char *url = "https://api.openai.com" "/v1/realtime" "/calls"; /* "/v1/realtime/sessions" */
static const char *type = "application/sdp";

static cJSON *update(void) {
    cJSON *session = cJSON_CreateObject();
    cJSON_AddStringToObject(session, "type", "realtime");
    cJSON_AddStringToObject(session, "instructions", "Be brief.");
    cJSON *output = cJSON_AddObjectToObject(cJSON_AddObjectToObject(session, "audio"), "output");
    cJSON_AddStringToObject(output, "voice", "marin");
    return session;
}

static int is_audio(const char *kind) { return !strcmp(kind, "response.output_audio.delta"); }
