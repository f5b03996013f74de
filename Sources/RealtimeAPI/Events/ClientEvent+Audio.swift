extension ClientEvent {
    /// The base64 audio of the event's `input_audio` parts in their order, each with the name of its place. A driver
    /// decodes and conditions it before the engine gets the event.
    public var audioParts: [(param: String, characters: String)] {
        switch self {
        case .itemCreate(let body): return body.item.audioParts(at: "item")
        case .responseCreate(let body):
            var parts: [(String, String)] = []
            for (index, input) in (body.response.value?.input ?? []).enumerated() {
                if case .item(let item) = input { parts += item.audioParts(at: "response.input[\(index)]") }
            }
            return parts
        default: return []
        }
    }
}

extension Item {
    fileprivate func audioParts(at place: String) -> [(String, String)] {
        guard case .message(let message) = self else { return [] }
        return message.content.enumerated().compactMap { index, part in
            guard part.type == .inputAudio else { return nil }
            return ("\(place).content[\(index)].audio", part.audio ?? "")
        }
    }
}
