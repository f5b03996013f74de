/// The address that a doctor is called to, taken apart: what the WebSocket is opened at, and what stands beside it.
public struct DoctorTarget: Sendable, Equatable {
    public struct Parameter: Sendable, Equatable {
        public var name: String
        /// As it was written, with its escapes.
        public var value: String
    }

    public enum Flavour: String, Sendable {
        case openAI = "OpenAI"
        case azure = "Azure"
    }

    public struct Mistake: Error, Sendable, Equatable {
        public let text: String

        public init(_ text: String) { self.text = text }
    }

    public let isSecure: Bool
    /// Without the brackets that an IPv6 address is written in.
    public let host: String
    public let port: Int
    /// Of the WebSocket: `/v1/realtime`.
    public var path: String
    public var query: [Parameter]
    public let flavour: Flavour

    /// An address as libraries, guides and servers write it: with a scheme of HTTP or WebSocket, with or without
    /// `/v1`, `/openai/v1`, `/realtime` and a query.
    public init(_ text: String, model: String? = nil) throws(Mistake) {
        guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), let mark = text.firstRange(of: "://") else {
            throw Mistake("'\(Self.shown(text))' is no address: it looks like wss://host/v1/realtime?model=NAME.")
        }
        switch text[..<mark.lowerBound].lowercased() {
        case "http", "ws": isSecure = false
        case "https", "wss": isSecure = true
        default: throw Mistake("An address begins with https://, wss://, http:// or ws://.")
        }
        let rest = text[mark.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { throw Mistake("A password does not belong into the address.") }
        (host, port) = try Self.host(authority, usual: isSecure ? 443 : 80)
        let tail = rest[authority.endIndex...]
        var path = String(tail.prefix { $0 != "?" })
        query = Self.parameters(tail.dropFirst(path.count + 1))
        while path.last == "/" { path.removeLast() }
        let isAzure = path.hasPrefix("/openai") || host.lowercased().hasSuffix(".azure.com")
        flavour = isAzure ? .azure : .openAI
        if path.isEmpty || path == "/openai" { path = isAzure ? "/openai/v1" : "/v1" }
        self.path = path.contains("/realtime") ? path : path + "/realtime"
        setModel(model)
    }

    /// `contoso`, `contoso.openai.azure.com` or an address.
    public init(azureResource resource: String, deployment: String) throws(Mistake) {
        let hasScheme = resource.contains("://")
        let host = resource.contains(".") || hasScheme ? resource : "\(resource).openai.azure.com"
        var address = hasScheme ? host : "https://\(host)"
        while address.last == "/" { address.removeLast() }
        if !address.contains("/openai") { address += "/openai/v1" }
        try self.init(address, model: deployment)
    }

    private static func host(_ authority: Substring, usual: Int) throws(Mistake) -> (String, Int) {
        var host = authority
        var port = usual
        let colon = authority.lastIndex(of: ":")
        if let colon, !authority[colon...].contains("]") {
            guard let number = Int(authority[authority.index(after: colon)...]), 1...65_535 ~= number else {
                throw Mistake("The port in '\(authority)' is none.")
            }
            port = number
            host = authority[..<colon]
        }
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { throw Mistake("The address names no host.") }
        return (String(host), port)
    }

    private static func parameters(_ text: Substring) -> [Parameter] {
        text.split(separator: "&").map { part in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Parameter(
                name: String(halves.first ?? ""),
                value: halves.count > 1 ? String(halves.last ?? "") : ""
            )
        }
    }

    /// What was named beside the address, or else what is usual, unless the address says what the session is.
    private mutating func setModel(_ model: String?) {
        if let model {
            query.removeAll { $0.name == "model" || $0.name == "deployment" }
            query.append(Parameter(name: isPreviewPath ? "deployment" : "model", value: Self.escaped(model)))
        } else if !query.contains(where: { ["model", "deployment", "intent", "call_id"].contains($0.name) }) {
            query.append(Parameter(name: isPreviewPath ? "deployment" : "model", value: Self.modelUsual))
        }
    }

    static let modelUsual = "gpt-realtime"
}

extension DoctorTarget {
    /// Azure's path of the retired dialect.
    public var isPreviewPath: Bool { path.hasSuffix("/openai/realtime") }

    public var apiVersion: String? { value("api-version") }
    public var model: String? { (value("model") ?? value("deployment")).map(Self.unescaped) }
    public var isTranscription: Bool { value("intent") == "transcription" }

    func value(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// Without `api-version`, at the path of today, the deployment as `model`: as the migration guide wants it.
    var migrated: DoctorTarget {
        var target = self
        if isPreviewPath { target.path = String(path.dropLast("realtime".count)) + "v1/realtime" }
        target.query.removeAll { $0.name == "api-version" }
        if let place = target.query.firstIndex(where: { $0.name == "deployment" }) {
            target.query[place].name = "model"
        }
        return target
    }

    /// The other service's path, for whoever took one for the other.
    var elsewhere: DoctorTarget {
        var target = migrated
        target.path = path.contains("/openai") ? "/v1/realtime" : "/openai/v1/realtime"
        return target
    }

    private var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    private var queryText: String {
        query.isEmpty ? "" : "?" + query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// Where the WebSocket is opened.
    public var url: String { "\(isSecure ? "wss" : "ws")://\(authority)\(path)\(queryText)" }

    /// As it may be shown: a key in the query is none's business.
    public var shownURL: String {
        var target = self
        let known: Set = ["model", "deployment", "api-version", "intent", "call_id", "webrtcfilter"]
        for place in query.indices where !known.contains(query[place].name) {
            target.query[place].value = KnownSecrets.mark
        }
        return target.url
    }

    /// Values of the query that nobody may see.
    var hiddenValues: [String] {
        query.filter { ["api-key", "authorization", "key", "token", "sig", "code"].contains($0.name.lowercased()) }
            .map(\.value)
    }

    /// The address of what stands beside sessions: `models`, `realtime/client_secrets`.
    func beside(_ name: String) -> String {
        var root = migrated.path
        if let place = root.firstRange(of: "/realtime") { root = String(root[..<place.lowerBound]) }
        return "\(isSecure ? "https" : "http")://\(authority)\(root)/\(name)"
    }

    /// The address of what a server names by its path.
    func address(ofPath path: String) -> String { "\(isSecure ? "https" : "http")://\(authority)\(path)" }

    /// Whether only this machine is reached by it.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    private static func shown(_ text: String) -> String { String(text.prefix { $0 != "?" }.prefix(80)) }

    /// Everything but the unreserved characters (RFC 3986 §2.3).
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: String(Unicode.Scalar(byte))
            default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    private static func unescaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
