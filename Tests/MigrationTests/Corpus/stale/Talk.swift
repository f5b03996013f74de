import Foundation

struct SessionSettings: Codable {
    var instructions: String
    var inputAudioFormat = "pcm16" ◀ session-field
    var maxResponseOutputTokens: Int? ◀ session-field
}

final class Talk {
    let model = "gpt-4o-mini-realtime-preview-2024-12-17" ◀ retired-model

    func open() -> URLRequest {
        var request = URLRequest(url: URL(string: "wss://api.openai.com/v1/realtime?model=\(model)")!)
        request.setValue("realtime=v1", forHTTPHeaderField: "OpenAI-Beta") ◀ beta-header
        return request
    }

    func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return encoder
    }

    func update() -> [String: Any] {
        [
            "type": "session.update",
            "session": [ ◀ session-type-missing
                "voice": "alloy", ◀ session-field
                "turn_detection": ["type": "server_vad"], ◀ session-field
            ],
        ]
    }

    func received(_ type: String) {
        switch type {
        case "response.audio_transcript.delta": print("…") ◀ event-name
        case "conversation.item.created": break ◀ event-name
        default: break
        }
    }
}
