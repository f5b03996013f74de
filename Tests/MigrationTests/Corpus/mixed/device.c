#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cJSON.h"
#include "esp_http_client.h"
#include "esp_log.h"
#include "esp_websocket_client.h"

#define TAG "voice"
#define HOST "api.openai.com"
#define CALLS_URL "https://" HOST "/v1/realtime/calls"
#define SOCKET_URL "wss://" HOST "/v1/realtime?model=gpt-realtime-2"

static esp_websocket_client_handle_t socket_handle;

/* The session's parts moved one by one; the voice is where it was. */
static char *session_update(const char *instructions) {
    cJSON *root = cJSON_CreateObject();
    cJSON *session = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "type", "session.update");
    cJSON_AddItemToObject(root, "session", session);
    cJSON_AddStringToObject(session, "type", "realtime");
    cJSON_AddStringToObject(session, "instructions", instructions);
    cJSON_AddStringToObject(session, "voice", "verse"); ◀ session-field
    cJSON *audio = cJSON_AddObjectToObject(session, "audio");
    cJSON *input = cJSON_AddObjectToObject(audio, "input");
    cJSON_AddNullToObject(input, "turn_detection");
    char *text = cJSON_PrintUnformatted(root);
    cJSON_Delete(root);
    return text;
}

static void say(const char *json) {
    esp_websocket_client_send_text(socket_handle, json, strlen(json), portMAX_DELAY);
}

static void greet(void) {
    say("{\"type\":\"response.create\",\"response\":{\"output_modalities\":[\"audio\"],"
        "\"instructions\":\"Say hello.\"}}");
    say("{\"type\":\"response.create\",\"response\":{\"voice\":\"alloy\"}}"); ◀ response-field
}

static void on_event(const cJSON *event) {
    const cJSON *type = cJSON_GetObjectItem(event, "type");
    const cJSON *delta = cJSON_GetObjectItem(event, "delta");
    if (!cJSON_IsString(type)) return;
    if (strcmp(type->valuestring, "response.output_audio.delta") == 0) {
        play(delta->valuestring);
    } else if (strcmp(type->valuestring, "response.audio.done") == 0) { ◀ event-name
        flush();
    } else if (!strcmp(type->valuestring, "response.output_audio_transcript.done")) {
        ESP_LOGI(TAG, "%s", cJSON_GetObjectItem(event, "transcript")->valuestring);
    }
}

void voice_start(const char *key) {
    char authorization[160];
    snprintf(authorization, sizeof authorization, "Bearer %s", key);
    esp_websocket_client_config_t config = {.uri = SOCKET_URL, .subprotocol = "realtime"};
    socket_handle = esp_websocket_client_init(&config);
    esp_websocket_client_append_header(socket_handle, "Authorization", authorization);
    esp_websocket_client_append_header(socket_handle, "OpenAI-Beta", "realtime=v1"); ◀ beta-header
    esp_websocket_client_start(socket_handle);
    char *update = session_update("Be brief.");
    say(update);
    free(update);
    greet();
}
