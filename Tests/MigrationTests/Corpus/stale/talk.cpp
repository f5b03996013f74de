#include <string>

namespace voice {
const std::string update = R"json({
  "type": "session.update",
  "session": { ◀ session-type-missing
    "modalities": ["text", "audio"], ◀ session-field
    "instructions": "Hi"
  }
})json";

std::string url(const std::string &host, const std::string &name) {
    return "wss://" + host + "/openai/realtime?api-version=2024-10-01-preview&deployment=" + name; ◀ azure-preview-path, azure-api-version, azure-deployment-parameter
}

bool isAudio(const std::string &type) { return type == "response.audio.delta" || type == "response.audio.done"; } ◀ event-name, event-name
}  // namespace voice
