/// Keys that live long where many can read them, and recordings where nobody expects them.
extension FileContext {
    func exposedKeys() -> [Finding] {
        guard kind.mentionsRealtime, !kind.isTest else { return [] }
        return tokens.indices.compactMap { index in
            let token = tokens[index]
            guard token.kind != .mark else { return nil }
            if isPublicVariable(token.text) {
                return exposed(
                    .sure,
                    token,
                    "The build puts '\(token.text.prefix { $0 != "=" })' into what every visitor downloads"
                )
            }
            if token.isName("dangerouslyAllowBrowser"), outline.token(index + 2)?.isName("true") == true {
                return exposed(.likely, token, "With 'dangerouslyAllowBrowser' the browser holds the key")
            }
            guard token.kind == .string, kind.isForBrowser || kind.isForPhone else { return nil }
            return isKey(token.text) ? exposed(.sure, token, "A long-lived key is part of what users download") : nil
        }
    }

    private func exposed(_ certainty: Finding.Certainty, _ token: Token, _ what: String) -> Finding {
        finding(
            .keyInClient,
            limited(certainty, at: token.range.lowerBound),
            at: token.range.lowerBound,
            "\(what): nothing fails, and whoever reads it can use it.",
            remedy: "a client secret (ek_…) that your server makes with POST /v1/realtime/client_secrets"
        )
    }

    private func isPublicVariable(_ text: String) -> Bool {
        // `NAME=value` in a list is one word.
        let name = text.prefix { $0 != "=" }
        let prefixes = ["NEXT_PUBLIC_", "VITE_", "REACT_APP_", "EXPO_PUBLIC_", "NUXT_PUBLIC_", "GATSBY_", "PUBLIC_"]
        return prefixes.contains { name.hasPrefix($0) } && name.hasSuffix("KEY") && text.holds("OPENAI")
            && name.utf8.count < 80
    }

    private func isKey(_ text: String) -> Bool {
        guard text.hasPrefix("sk-"), text.utf8.count >= 40 else { return false }
        return text.utf8.allSatisfy { $0.isWord || $0 == UInt8(ascii: "-") } && text.utf8.contains { $0.isDigit }
    }

    private static let audioEvents: Set = [
        "response.audio.delta", "response.output_audio.delta", "input_audio_buffer.append",
    ]
    private static let loggers: Set = [
        "log", "print", "println", "printf", "debug", "info", "warn", "NSLog", "WriteLine", "puts", "Println", "Printf",
        "echo", "trace",
    ]
    private static let measures: Set = [
        "len", "length", "count", "size", "Length", "Count", "bytesize", "slice", "substring", "prefix", "truncate",
        "byteLength", "isEmpty",
    ]

    /// A log call with the audio itself in it, in the handler of an audio event.
    func loggedAudio() -> [Finding] {
        guard kind.isRealtime else { return [] }
        var told: Set<Int> = []
        return tokens.indices.flatMap { index -> [Finding] in
            guard tokens[index].kind == .string, Self.audioEvents.contains(Self.eventName(tokens[index].text)) else {
                return []
            }
            var found: [Finding] = []
            var position = index + 1
            while position < min(tokens.count, index + 80) {
                let token = tokens[position]
                if token.kind == .string,
                    Self.eventName(token.text).hasPrefix("response.") || token.text.hasPrefix("input_audio")
                {
                    break
                }
                if token.kind == .name, Self.loggers.contains(token.text), let open = callOpen(after: position),
                    told.insert(position).inserted,
                    logsAudio(in: open)
                {
                    found.append(
                        finding(
                            .audioLogged,
                            .likely,
                            at: token.range.lowerBound,
                            "The log gets what was said, as audio in base64, hundreds of kilobytes a minute; "
                                + "nothing fails.",
                            remedy: "log the event's type and the audio's length"
                        )
                    )
                }
                position += 1
            }
            return found
        }
    }

    private func callOpen(after index: Int) -> Int? {
        if outline.isMark("(", at: index + 1) { return index + 1 }
        return outline.isMark("!", at: index + 1) && outline.isMark("(", at: index + 2) ? index + 2 : nil
    }

    private func logsAudio(in open: Int) -> Bool {
        let inside = tokens[(open + 1)..<max(open + 1, min(outline.close(of: open), open + 40))]
        let words = inside.filter { $0.kind != .mark }.map(\.text)
        guard !words.contains(where: { Self.measures.contains($0) }) else { return false }
        return inside.indices.contains { index in
            ["delta", "audio"].contains(tokens[index].text)
                && (outline.isMark(".", at: index - 1) || outline.isMark("[", at: index - 1))
        }
    }
}
