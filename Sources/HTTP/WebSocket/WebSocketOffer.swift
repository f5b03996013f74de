/// A client's wish to speak WebSocket, as the server reads it from a request (RFC 6455 §4.2).
///
/// Who may connect, from which origin and with which sub-protocol is decided by the caller, between reading this and
/// answering it.
public struct WebSocketOffer: Sendable, Equatable {
    /// Why the request cannot be answered with a WebSocket.
    public enum Refusal: Error, Sendable, Equatable {
        case notAnUpgrade
        case wrongMethod
        case wrongVersion
        case malformedKey
        case malformedSubprotocols
    }

    /// The caller chose a sub-protocol that the client did not offer: the client would fail the connection.
    public struct SubprotocolNotOffered: Error, Sendable, Equatable {}

    /// In the client's order of preference.
    public let subprotocols: [String]
    private let key: String

    public init(_ request: RequestHead) throws(Refusal) {
        guard request.headers.list("Upgrade", contains: "websocket"),
            request.headers.list("Connection", contains: "Upgrade")
        else { throw .notAnUpgrade }
        guard request.method == "GET", request.version == .http11 else { throw .wrongMethod }
        guard request.headers.only("Sec-WebSocket-Version") == WebSocketKey.version else { throw .wrongVersion }
        guard let key = request.headers.only("Sec-WebSocket-Key"), WebSocketKey.isValid(key) else {
            throw .malformedKey
        }
        subprotocols = request.headers.list("Sec-WebSocket-Protocol")
        guard subprotocols.allSatisfy({ Octet.isToken($0) }) else { throw .malformedSubprotocols }
        self.key = key
    }

    /// The headers of the answer, for `ServerConnection.upgrade(to: "websocket", …)`. Offers of extensions, such as
    /// `permessage-deflate`, are declined by not naming them.
    public func answer(choosing subprotocol: String?) throws(SubprotocolNotOffered) -> HeaderFields {
        var headers: HeaderFields = ["Sec-WebSocket-Accept": WebSocketKey.answer(to: key)]
        if let subprotocol {
            guard subprotocols.contains(where: { $0.utf8.elementsEqual(subprotocol.utf8) }) else {
                throw SubprotocolNotOffered()
            }
            headers.add("Sec-WebSocket-Protocol", subprotocol)
        }
        return headers
    }
}

extension WebSocketOffer.Refusal: CustomStringConvertible {
    /// The status and headers to answer with.
    public var response: ResponseHead {
        switch self {
        case .notAnUpgrade: ResponseHead(status: 426, headers: ["Upgrade": "websocket"])
        case .wrongVersion:
            ResponseHead(
                status: 426,
                headers: ["Upgrade": "websocket", "Sec-WebSocket-Version": WebSocketKey.version]
            )
        case .wrongMethod: ResponseHead(status: 405, headers: ["Allow": "GET"])
        case .malformedKey, .malformedSubprotocols: ResponseHead(status: 400)
        }
    }

    public var description: String {
        switch self {
        case .notAnUpgrade: "This address speaks WebSocket: send 'Connection: Upgrade' and 'Upgrade: websocket'."
        case .wrongMethod: "A WebSocket is opened with GET and HTTP/1.1."
        case .wrongVersion: "Only version 13 of the WebSocket protocol is spoken here."
        case .malformedKey: "Sec-WebSocket-Key must be there once, and be 16 bytes in base64."
        case .malformedSubprotocols: "Sec-WebSocket-Protocol must be a list of tokens."
        }
    }
}
