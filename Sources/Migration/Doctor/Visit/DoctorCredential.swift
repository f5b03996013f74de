import Bytes

/// What a client shows to be let in; its kind is told by its form.
public enum DoctorCredential: Sendable, Equatable {
    case none
    /// An API key: `api-key` at Azure's paths, a bearer token at OpenAI's.
    case key(String)
    /// A client secret, `ek_…`.
    case secret(String)
    /// An access token in the form of a JWT, of Entra ID or another issuer.
    case token(String, Claims)

    /// What a token says of itself. Nobody has verified it: its issuer's server will.
    public struct Claims: Sendable, Equatable {
        public var expiresAt: Int?
        public var notBefore: Int?
        public var audience: [String] = []
    }

    public init(_ text: String?) {
        guard let text, !text.isEmpty else {
            self = .none
            return
        }
        if text.hasPrefix("ek_") {
            self = .secret(text)
        } else if let claims = Claims(token: text) {
            self = .token(text, claims)
        } else {
            self = .key(text)
        }
    }

    var text: String? {
        switch self {
        case .none: nil
        case .key(let text), .secret(let text), .token(let text, _): text
        }
    }

    /// The header that it travels in; `swapped`: the other one.
    func header(at flavour: DoctorTarget.Flavour, swapped: Bool = false) -> DoctorHeader? {
        guard let text else { return nil }
        let usesKeyHeader = if case .key = self { (flavour == .azure) != swapped } else { swapped }
        return usesKeyHeader ? DoctorHeader("api-key", text) : DoctorHeader("Authorization", "Bearer \(text)")
    }

    public var kind: String {
        switch self {
        case .none: "no credential"
        case .key: "an API key"
        case .secret: "a client secret (ek_…)"
        case .token: "an access token (JWT)"
        }
    }
}

extension DoctorCredential.Claims {
    /// The middle one of three parts between dots (RFC 7519 §3).
    init?(token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, token.hasPrefix("ey"), let claims = Self.object(parts[1]) else { return nil }
        expiresAt = claims["exp"]?.double.flatMap { Int(exactly: $0.rounded(.down)) }
        notBefore = claims["nbf"]?.double.flatMap { Int(exactly: $0.rounded(.down)) }
        let audiences = claims["aud"]
        audience = audiences?.string.map { [$0] } ?? audiences?.array?.compactMap(\.string) ?? []
    }

    private static func object(_ part: Substring) -> JSONObject? {
        var text = part.replacing("-", with: "+").replacing("_", with: "/")
        while text.utf8.count % 4 != 0 { text += "=" }
        do { return try JSON(parsing: try Base64.decode(String(text))).object } catch { return nil }
    }
}

/// A header field.
public struct DoctorHeader: Sendable, Equatable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [DoctorHeader] {
    subscript(_ name: String) -> String? { first { $0.name.lowercased() == name.lowercased() }?.value }
}
