/// The address that a doctor is called to, taken apart: what the WebSocket is opened at, and what stands beside it.
public struct DoctorTarget: Sendable, Equatable {
    public struct Parameter: Sendable, Equatable {
        public var name: String
        /// As it was written, with its escapes. Nil where there is no `=`.
        public var value: String?

        var text: String { name + (value.map { "=\($0)" } ?? "") }
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
    public private(set) var flavour: Flavour

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
        flavour = AzureAddress.matches(host: host, path: path) ? .azure : .openAI
        if path.isEmpty || path == "/openai" { path = flavour == .azure ? "/openai/v1" : "/v1" }
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
                value: halves.count > 1 ? halves.last.map(String.init) : nil
            )
        }
    }

    /// What was named beside the address, or else what is usual, unless the address says what the session is.
    private mutating func setModel(_ model: String?) {
        if let model {
            query.removeAll { $0.name == "model" || $0.name == "deployment" }
            query.append(Parameter(name: isPreviewPath ? "deployment" : "model", value: model.percentEscaped))
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
    public var model: String? { (value("model") ?? value("deployment"))?.percentUnescaped }
    public var isTranscription: Bool { value("intent") == "transcription" }

    func value(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The credential that stands in the query, where headers cannot be set.
    public var credential: String? {
        let found = query.first { Self.credentialNames.contains($0.name.lowercased()) && $0.value?.isEmpty == false }
        return found?.value?.percentUnescaped.withoutBearer
    }

    private static let credentialNames: Set = ["api-key", "authorization", "key", "token", "access_token"]

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
        let isOfAzure = AzureAddress.matches(host: "", path: path)
        target.path = isOfAzure ? "/v1/realtime" : "/openai/v1/realtime"
        target.flavour = isOfAzure ? .openAI : .azure
        return target
    }

    private var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    private var queryText: String {
        query.isEmpty ? "" : "?" + query.map(\.text).joined(separator: "&")
    }

    /// Where the WebSocket is opened.
    public var url: String { "\(isSecure ? "wss" : "ws")://\(authority)\(path)\(queryText)" }

    /// As it may be shown: a key in the query is none's business.
    public var shownURL: String { ShownURL.text(url[...]) }

    /// What of the query nobody may see, in the forms in which a server may say it again.
    var hiddenValues: [String] {
        query.filter { !ShownURL.isPlain($0.name) || $0.value == nil }.flatMap { parameter in
            let written = parameter.value ?? parameter.name
            let read = written.percentUnescaped
            return [written, read, read.withoutBearer]
        }
    }

    /// The address of what stands beside sessions: `models`, `realtime/client_secrets`.
    func beside(_ name: String) -> String {
        var root = migrated.path
        if let place = root.firstRange(of: "/realtime") { root = String(root[..<place.lowerBound]) }
        return "\(isSecure ? "https" : "http")://\(authority)\(root)/\(name)"
    }

    /// Whether only this machine is reached by it.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    private static func shown(_ text: String) -> String { String(text.prefix { $0 != "?" }.prefix(80)) }
}

extension String {
    /// A token as it is, where it was written as the value of a header.
    fileprivate var withoutBearer: String {
        lowercased().hasPrefix("bearer ") ? String(dropFirst("bearer ".count)) : self
    }
}
