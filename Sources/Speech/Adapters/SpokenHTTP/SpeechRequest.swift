package import Bytes
internal import RealtimeAPI

/// The body of a request for `/audio/speech`.
package enum SpeechRequest {
    package static func body(_ text: String, _ manner: SpeakingManner, _ options: SpeechOptions) -> JSONObject {
        var body = JSONObject()
        if let model = options.model { body["model"] = .string(model) }
        body["input"] = .string(text)
        body["voice"] = .string(voice(manner.voice, options))
        body["response_format"] = .string(options.format.rawValue)
        if manner.speed != 1, let speed = JSONNumber(manner.speed) { body["speed"] = .number(speed) }
        if options.hasInstructions, !manner.instructions.isEmpty {
            body["instructions"] = .string(manner.instructions)
        }
        return body.merging(options.extra)
    }

    private static func voice(_ voice: Voice, _ options: SpeechOptions) -> String {
        switch voice {
        case .named(let name): options.voices[name] ?? options.voice ?? name
        case .custom(let custom): custom.id
        }
    }
}
