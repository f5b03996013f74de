/// What a doctor wants done. Whatever is asked for is answered by one observation, or by none within the deadline.
public enum DoctorOrder: Sendable, Equatable {
    /// Look up the name, connect, and with TLS shake hands, whatever the certificate is.
    case inspect(host: String, port: Int, isSecure: Bool)
    case request(DoctorRequest)
    /// Open a WebSocket.
    case open(url: String, headers: [DoctorHeader])
    /// An event, over the WebSocket that is open.
    case send(String)
    /// Let go of the WebSocket, and of whatever is still under way.
    case leave
    /// It is over.
    case finish
}

/// A request over HTTP.
public struct DoctorRequest: Sendable, Equatable {
    public var method: String
    public var url: String
    public var headers: [DoctorHeader] = []
    public var body: String?

    init(_ method: String, _ url: String, _ headers: [DoctorHeader] = [], body: String? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// What came of it.
public enum DoctorObservation: Sendable, Equatable {
    case inspected(Connection)
    case answered(Answer)
    case requestFailed(Trouble)
    /// The WebSocket is open; the head of the answer that opened it.
    case opened([DoctorHeader], serverTime: Int?)
    /// Another answer than 101.
    case refused(Answer)
    case openFailed(Trouble)
    case text([UInt8])
    case binary(count: Int)
    /// Nil: no code was given (1005).
    case closed(code: Int?, reason: String)
    /// The connection broke, or its rules were; in words.
    case lost(String)
    /// The deadline has come.
    case timeout

    /// An answer over HTTP.
    public struct Answer: Sendable, Equatable {
        public var status: Int
        public var headers: [DoctorHeader]
        /// Its beginning.
        public var body: [UInt8]
        /// The `Date` header, in seconds since 1970.
        public var serverTime: Int?

        public init(status: Int, headers: [DoctorHeader] = [], body: [UInt8] = [], serverTime: Int? = nil) {
            self.status = status
            self.headers = headers
            self.body = body
            self.serverTime = serverTime
        }
    }

    /// Why there is no answer.
    public struct Trouble: Sendable, Equatable {
        public enum Kind: Sendable {
            case unresolved, refused, unreachable, timedOut, tls, lost, notHTTP, badUpgrade, proxy, other
        }

        public var kind: Kind
        /// A sentence.
        public var text: String

        public init(_ kind: Kind, _ text: String) {
            self.kind = kind
            self.text = text
        }
    }

    /// A name, a connection, a handshake: how far it came.
    public struct Connection: Sendable, Equatable {
        public var addresses: [String] = []
        public var resolvedAfter: Duration?
        /// The address that took the connection.
        public var address: String?
        public var connectedAfter: Duration?
        public var securedAfter: Duration?
        public var protocolVersion: String?
        public var certificate: Certificate?
        public var trouble: Trouble?

        public init() {}
    }

    public struct Certificate: Sendable, Equatable {
        public var subject = ""
        public var issuer = ""
        public var names: [String] = []
        /// Seconds since 1970.
        public var notBefore = 0
        public var notAfter = 0
        public var isSelfSigned = false
        public var matchesName = true
        /// How many certificates the server sent.
        public var chainCount = 0
        /// Whether nobody vouches for it whom we trust.
        public var isUntrusted = false
        /// What the verification has against it, in the library's words; empty where it is accepted.
        public var verdict = ""

        public init() {}
    }
}
