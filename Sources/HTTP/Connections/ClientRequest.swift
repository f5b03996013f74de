/// A request that a client sends, whole.
public struct ClientRequest: Sendable, Equatable {
    public var method: String
    /// Path and query, encoded.
    public var target: String
    /// The host, with its port where it is not the usual one.
    public var host: String
    public var headers: HeaderFields
    public var body: [UInt8]

    public init(
        _ method: String,
        _ target: String,
        host: String,
        headers: HeaderFields = HeaderFields(),
        body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.host = host
        self.headers = headers
        self.body = body
    }

    func check() throws(HTTPWriteError) {
        guard Octet.isToken(method), method != "CONNECT" else { throw .invalidMethod(method) }
        let isPath = target.utf8.first == Octet.slash || target == "*"
        guard isPath, target.utf8.allSatisfy({ Octet.isVisible($0) && $0 != UInt8(ascii: "#") }) else {
            throw .invalidTarget(target)
        }
        guard host.utf8.allSatisfy({ Octet.isVisible($0) }) else { throw .invalidHeaderValue(name: "Host") }
        if headers.contains("Host") { throw .reservedHeader("Host") }
        try HeadWriter.check(headers)
    }

    /// Methods that usually bring a body say that this one is empty (RFC 9110 §8.6).
    var ownFields: HeaderFields {
        var own: HeaderFields = ["Host": host]
        if headers.contains("Upgrade") { own.add("Connection", "Upgrade") }
        if !body.isEmpty || ["POST", "PUT", "PATCH"].contains(method) {
            own.add("Content-Length", "\(body.count)")
        }
        return own
    }
}
