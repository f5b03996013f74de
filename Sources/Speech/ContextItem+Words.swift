internal import RealtimeAPI
internal import RealtimeEngine

extension ContextItem {
    /// What was written, and what was heard. An item's hearing is of all its audio that has no transcript of its own.
    func words(of message: Message) -> String {
        var words: [String] = []
        var needsHearing = false
        for part in message.content {
            switch part.type {
            case .inputAudio:
                if let transcript = part.transcript.value { words.append(transcript) } else { needsHearing = true }
            case .inputImage: break
            default: words.append(part.text ?? part.transcript.value ?? "")
            }
        }
        if needsHearing, case .heard(let text)? = hearing { words.append(text) }
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension String {
    /// So much of a text is looked at and repeated.
    static let scalarsLookedAt = 16_384

    /// Cut, so that a long text costs no more than a short one.
    var shortened: String {
        guard utf8.count > Self.scalarsLookedAt else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(Self.scalarsLookedAt)))
    }
}
