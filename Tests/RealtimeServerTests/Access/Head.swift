import HTTP
import RealtimeServer

extension RequestHead {
    /// What HTTP makes of these bytes; nil where it refuses them.
    static func reading(_ bytes: [UInt8]) -> RequestHead? {
        var connection = ServerConnection(limits: HTTPLimits(bodyBytesMax: 1_000))
        connection.receive(bytes)
        while let event = connection.next() {
            if case .request(let head) = event { return head }
        }
        return nil
    }

    static func text(_ method: String, _ target: String, _ headers: [(String, String)]) -> String {
        let fields = ([("Host", "antiphon.test")] + headers).map { "\($0): \($1)\r\n" }.joined()
        return "\(method) \(target) HTTP/1.1\r\n\(fields)\r\n"
    }

    static func get(
        _ target: String = "/v1/realtime",
        _ headers: [(String, String)] = [],
        method: String = "GET"
    ) -> RequestHead? {
        reading(Array(text(method, target, headers).utf8))
    }
}

extension Credentials {
    /// Those of somebody who shows a bearer token.
    static func bearer(_ token: String) -> Credentials? {
        RequestHead.get("/v1/realtime", [("Authorization", "Bearer \(token)")]).map { Credentials($0) }
    }
}
