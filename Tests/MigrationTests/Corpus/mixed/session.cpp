#include <functional>
#include <iostream>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "socket.hpp"

using nlohmann::json;

namespace talk {

// Half way: what is sent was moved by one, what is heard by another.
class Session {
  public:
    explicit Session(Socket &socket) : socket_(socket) {
        handlers_["response.output_audio.delta"] = [this](const json &event) { play(event["delta"]); };
        handlers_["response.audio_transcript.delta"] = [](const json &event) { std::cout << event["delta"].get<std::string>(); }; ◀ event-name
        handlers_["conversation.item.done"] = [](const json &) { std::cout << std::endl; };
    }

    void configure(const std::string &voice) {
        json session;
        session["type"] = "realtime";
        session["instructions"] = "Be brief.";
        session["audio"]["output"]["voice"] = voice;
        session["max_response_output_tokens"] = 300; ◀ session-field
        socket_.send(json{{"type", "session.update"}, {"session", session}}.dump());
    }

    void ask(const std::string &text) {
        const json content = json::array({{{"type", "input_text"}, {"text", text}}});
        const json item = {{"type", "message"}, {"role", "user"}, {"content", content}};
        socket_.send(json{{"type", "conversation.item.create"}, {"item", item}}.dump());
        const json response = {{"modalities", {"text"}}, {"instructions", "In Spanish."}}; ◀ response-field
        socket_.send(json{{"type", "response.create"}, {"response", response}}.dump());
    }

    void received(const std::string &frame) {
        const json event = json::parse(frame);
        const std::string type = event.value("type", "");
        if (const auto found = handlers_.find(type); found != handlers_.end()) found->second(event);
    }

    static std::string address(const std::string &host, const std::string &model) {
        return "wss://" + host + "/openai/v1/realtime?model=" + model;
    }

    static std::string secret() {
        return post("https://api.openai.com/v1/realtime/sessions", R"({"model": "gpt-realtime-2"})"); ◀ sessions-endpoint
    }

  private:
    void play(const std::string &delta);

    Socket &socket_;
    std::map<std::string, std::function<void(const json &)>> handlers_;
};

}  // namespace talk
