package import HTTP
public import NetIO

/// Where a back end is, and how its door is opened: OpenAI's form, Azure's two, or a server of one's own without a key.
public struct BackEndAddress: Sendable, Equatable {
    public enum KeyHeader: Sendable, Equatable {
        /// `Authorization: Bearer …`
        case bearer
        /// `api-key: …`
        case apiKey
    }

    /// All but the endpoint's own part: `http://127.0.0.1:11434/v1`, `https://NAME.openai.azure.com/openai/v1`,
    /// `https://NAME.openai.azure.com/openai/deployments/DEPLOYMENT?api-version=2024-10-21`. A query stays at the end.
    /// The whole URL of the endpoint will do, too.
    public var url: String
    public var key: BackEndKey?
    /// Nil: as Azure wants it where the URL is Azure's, else a bearer's.
    public var keyHeader: KeyHeader?
    /// Header fields of the operator's, which may be as secret as a key. They win over ours.
    public var headers: [String: BackEndKey] = [:]
    public var proxy = HTTPClientOptions.Proxy.none
    /// A file of certificates (PEM) to trust instead of the system's.
    public var authorityFile: String?

    public init(url: String, key: BackEndKey? = nil) {
        self.url = url
        self.key = key
    }

    /// The URL of an endpoint, `chat/completions` for example.
    package func url(of endpoint: String) -> String {
        let end = url.firstIndex { $0 == "?" || $0 == "#" } ?? url.endIndex
        let query = url[end...].prefix { $0 != "#" }
        var path = url[..<end]
        while path.last == "/" { path.removeLast() }
        return path.hasSuffix("/" + endpoint) ? "\(path)\(query)" : "\(path)/\(endpoint)\(query)"
    }

    package var fields: HeaderFields {
        var fields: HeaderFields = ["User-Agent": "antiphon"]
        if let key {
            switch keyHeader ?? usualKeyHeader {
            case .bearer: fields.add("Authorization", "Bearer \(key.reveal())")
            case .apiKey: fields.add("api-key", key.reveal())
            }
        }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields.set(name, value.reveal()) }
        return fields
    }

    private var usualKeyHeader: KeyHeader {
        let place = url.prefix { $0 != "?" && $0 != "#" }
        let host = place.drop { $0 != ":" }.drop { $0 == ":" || $0 == "/" }.prefix { $0 != "/" && $0 != ":" }
        let isAzure = host.lowercased().hasSuffix(".azure.com")
        return isAzure || place.contains("/openai/deployments/") || place.contains("/openai/v1") ? .apiKey : .bearer
    }

    /// All that must not be told to anybody.
    var secrets: [String] { (key.map { [$0.reveal()] } ?? []) + headers.values.map { $0.reveal() } }
}
