package import Bytes
package import HTTP
internal import RealtimeAPI

/// What a server says of its failure, made fit to be told: one line, bounded, without what is secret.
package enum BackEndMessage {
    package static let charactersMax = 300
    /// So much of a body is read.
    package static let bodyBytesMax = 16 << 10

    /// Of a body with an error in one of the shapes that servers have for it, or in plain text.
    package static func text(ofBody body: [UInt8], without secrets: [String]) -> String {
        guard let json = try? JSON(parsing: body) else {
            let text = String(decoding: body.prefix(bodyBytesMax), as: UTF8.self)
            // A page for people says nothing in its first line.
            return text.contains("<") ? "" : shown(text, without: secrets)
        }
        return text(of: json, without: secrets)
    }

    package static func text(of json: JSON, without secrets: [String]) -> String {
        shown(sentence(in: json, depth: 0) ?? "", without: secrets)
    }

    /// OpenAI: `error.message`. Ollama: `error`. FastAPI: `detail`, a text, a list with `msg`, or an object in which
    /// `error` is only a name. Others: `message`.
    private static func sentence(in json: JSON, depth: Int) -> String? {
        guard depth < 4 else { return nil }
        if let text = json.string { return text }
        if let first = json.array?.first { return sentence(in: first, depth: depth + 1) }
        if json["error"]?.object != nil, let text = json["error"].flatMap({ sentence(in: $0, depth: depth + 1) }) {
            return text
        }
        for name in ["message", "detail", "msg", "errors", "error"] {
            if let inner = json[name], let text = sentence(in: inner, depth: depth + 1) { return text }
        }
        return nil
    }

    static func shown(_ text: String, without secrets: [String]) -> String {
        var text = text
        for secret in secrets where secret.count >= 4 { text = text.replacing(secret, with: "‹key›") }
        var shown = ""
        var count = 0
        for word in text.split(whereSeparator: { $0.isWhitespace || $0.isControl }) {
            // The service repeats keys in part: 'sk-abc***xyz'.
            let word = word.contains("sk-") || word.contains("***") ? "‹key›" : word
            count += word.count + 1
            guard count <= charactersMax else { return shown + (shown.isEmpty ? word.prefix(charactersMax) : "") + "…" }
            if !shown.isEmpty { shown += " " }
            shown += word
        }
        return shown
    }
}

extension BackEndFault.Refusal {
    /// What a response without success says.
    package init(_ head: ResponseHead, body: [UInt8], without secrets: [String]) {
        let code = (try? JSON(parsing: body))?["error"]?["code"]?.string
        self.init(
            status: head.status,
            message: BackEndMessage.text(ofBody: body, without: secrets),
            retryAfter: head.headers.retryAfter,
            isForGood: code == "insufficient_quota"
        )
    }
}

extension HeaderFields {
    /// In seconds (RFC 9110 §10.2.3), or in milliseconds as OpenAI and Azure say it. A date would need a clock: nil.
    fileprivate var retryAfter: Duration? {
        let milliseconds = self["retry-after-ms"].flatMap { Double($0) }
        let seconds = self["Retry-After"].flatMap { Double($0) }
        guard let wait = milliseconds.map({ $0 / 1_000 }) ?? seconds, wait.isFinite, wait >= 0 else { return nil }
        return .seconds(min(wait, 86_400))
    }
}

extension Character {
    fileprivate var isControl: Bool { unicodeScalars.allSatisfy { $0.properties.generalCategory == .control } }
}
