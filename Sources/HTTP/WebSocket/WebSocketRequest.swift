import Bytes

/// The client's half of the WebSocket handshake (RFC 6455 §4.1).
public struct WebSocketRequest: Sendable, Equatable {
    /// Why the server's answer opens no WebSocket.
    public enum Refusal: Error, Sendable, Equatable {
        case status(Int)
        case notAnUpgrade
        case wrongAnswerToKey
        /// An extension, none of which was offered.
        case unknownExtension
        case unknownSubprotocol
    }

    private let target: String
    private let host: String
    private let subprotocols: [String]
    private let headers: HeaderFields
    private let key: String

    /// The key's sixteen bytes are drawn by the caller. `headers` are those beyond the handshake's own.
    public init(
        target: String,
        host: String,
        subprotocols: [String] = [],
        headers: HeaderFields = HeaderFields(),
        keyBytes: (UInt64, UInt64)
    ) {
        self.target = target
        self.host = host
        self.subprotocols = subprotocols
        self.headers = headers
        key = Base64.encode(
            [keyBytes.0, keyBytes.1].flatMap { half in
                (0..<8).map { UInt8(truncatingIfNeeded: half >> UInt64(8 * $0)) }
            }
        )
    }

    /// What to send by `ClientConnection.send`.
    public var request: ClientRequest {
        var headers: HeaderFields = [
            "Upgrade": "websocket", "Sec-WebSocket-Version": WebSocketKey.version, "Sec-WebSocket-Key": key,
        ]
        if !subprotocols.isEmpty { headers.add("Sec-WebSocket-Protocol", subprotocols.joined(separator: ", ")) }
        for field in self.headers.fields { headers.add(field.name, field.value) }
        return ClientRequest("GET", target, host: host, headers: headers)
    }

    /// Checks the answer. The sub-protocol that the server chose, or nil.
    public func subprotocol(acceptedBy response: ResponseHead) throws(Refusal) -> String? {
        guard response.status == 101 else { throw .status(response.status) }
        guard response.headers.list("Upgrade", contains: "websocket"), response.headers.list("Upgrade").count == 1,
            response.headers.list("Connection", contains: "Upgrade")
        else { throw .notAnUpgrade }
        guard response.headers.only("Sec-WebSocket-Accept") == WebSocketKey.answer(to: key) else {
            throw .wrongAnswerToKey
        }
        guard response.headers.list("Sec-WebSocket-Extensions").isEmpty else { throw .unknownExtension }
        guard response.headers.contains("Sec-WebSocket-Protocol") else { return nil }
        guard let chosen = response.headers.only("Sec-WebSocket-Protocol"),
            subprotocols.contains(where: { $0.utf8.elementsEqual(chosen.utf8) })
        else { throw .unknownSubprotocol }
        return chosen
    }
}

extension WebSocketRequest.Refusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .status(let status): "The server answered with status \(status) where 101 opens a WebSocket."
        case .notAnUpgrade: "The server's answer has no 'Upgrade: websocket' or no 'Connection: Upgrade'."
        case .wrongAnswerToKey: "The server's Sec-WebSocket-Accept does not answer the key that was sent."
        case .unknownExtension: "The server chose an extension that was not offered."
        case .unknownSubprotocol: "The server chose a sub-protocol that was not offered."
        }
    }
}
