#include <string.h>
#include "cJSON.h"

#define OFFER_URL "https://api.openai.com" "/v1/realtime" "?model=" MODEL
static const char *header = "OpenAI-Beta: realtime=v1"; ◀ beta-header
static const char *sessions = "https://api.openai.com/v1"
                              "/realtime/sessions"; ◀ sessions-endpoint

static cJSON *update(void) {
    cJSON *root = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "type", "session.update");
    cJSON *session = cJSON_AddObjectToObject(root, "session");
    cJSON_AddStringToObject(session, "instructions", "Be brief.");
    cJSON_AddStringToObject(session, "voice", "alloy"); ◀ session-field
    cJSON_AddStringToObject(session, "input_audio_format", "pcm16"); ◀ session-field
    return root;
}

static void received(const char *text) {
    if (strstr(text, "\"type\":\"response.audio_transcript.delta\"")) show(text); ◀ event-name
    else if (!strcmp(kind_of(text), "conversation.item.created")) next(); ◀ event-name
}

#if 0
static const char *old = "openai-beta.realtime-v1";
#endif
