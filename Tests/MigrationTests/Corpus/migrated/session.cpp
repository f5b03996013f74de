#include <string>

#include <nlohmann/json.hpp>

using nlohmann::json;

namespace talk {

// R"({"type": "session.update", "session": {"voice": "alloy"}})" is what it once sent.
json update(const std::string &voice) {
    json session = {{"type", "realtime"}, {"instructions", "Be brief."}};
    session["audio"]["input"]["turn_detection"] = nullptr;
    session["audio"]["input"]["format"] = {{"type", "audio/pcm"}, {"rate", 24000}};
    session["audio"]["output"] = {{"voice", voice}, {"speed", 1.0}};
    return {{"type", "session.update"}, {"session", session}};
}

json greeting() {
    return {{"type", "response.create"}, {"response", {{"output_modalities", {"audio"}}, {"instructions", "Say hello."}}}};
}

#if 0
static const char *old_header = "OpenAI-Beta: realtime=v1";
#endif

bool isAudio(const std::string &type) { return type == "response.output_audio.delta"; }

std::string address(const std::string &host) { return "wss://" + host + "/openai/v1/realtime?model=voice"; }

}  // namespace talk
