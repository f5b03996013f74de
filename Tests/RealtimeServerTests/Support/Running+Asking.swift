import Bytes
import HTTP
import NetIO
import RealtimeServer

extension Running {
    /// A plain request, with the server's key unless another is named, or none.
    func ask(
        _ method: String,
        _ target: String,
        key: String? = Running.key,
        headers: HeaderFields = [:],
        body: String = ""
    ) async throws -> Answer {
        var headers = headers
        if let key { headers.add("Authorization", "Bearer \(key)") }
        if !body.isEmpty, !headers.contains("Content-Type") { headers.add("Content-Type", "application/json") }
        let host = headers.only("Host") ?? "\(server.address)"
        headers.remove("Host")
        let request = ClientRequest(method, target, host: host, headers: headers, body: Array(body.utf8))
        return try await PlainClient.ask(request, at: server.address)
    }

    /// Asks for a WebSocket, and tells how the upgrade itself was answered.
    func upgrade(_ target: String, headers: HeaderFields) async throws -> Answer {
        var all: HeaderFields = [
            "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AQIDBAUGBwgJCgsMDQ4PEA==",
        ]
        for field in headers.fields { all.add(field.name, field.value) }
        return try await ask("GET", target, key: nil, headers: all)
    }

    /// How a WebSocket was not let in.
    enum Refusal: Sendable {
        case http(Answer)
        /// The upgrade, one `error` event, and the close.
        case inBand(error: JSON, closeCode: UInt16?, reason: String)

        var code: String? {
            switch self {
            case .http(let answer): answer.code
            case .inBand(let error, _, _): error["code"]?.string
            }
        }
    }

    struct LetIn: Error { let events: [JSON] }

    /// Knocks where it is not let in. Throws if it is.
    func knock(
        _ target: String,
        headers: HeaderFields = [:],
        subprotocols: [String] = []
    ) async throws -> Refusal {
        let caller: Caller
        do {
            caller = try await call(target, headers: headers, subprotocols: subprotocols)
        } catch WebSocketConnectError.refused(let head, let body) {
            return .http(Answer(head: head, body: body))
        }
        var events: [JSON] = []
        while true {
            switch await caller.next() {
            case .event(let event):
                events.append(event)
                guard event["type"]?.string == "error" else {
                    caller.close()
                    throw LetIn(events: events)
                }
            case .ended(.closedByPeer(let code, let reason)):
                guard events.count == 1, let error = events[0]["error"] else { throw LetIn(events: events) }
                return .inBand(error: error, closeCode: code?.rawValue, reason: reason)
            case .ended(let end): throw Caller.Ended(waitingFor: "error", end)
            }
        }
    }

    /// What an error is told with that ends a session, and with which the WebSocket is closed.
    static func lastWords(of caller: Caller) async throws -> (error: JSON, closeCode: UInt16?, reason: String) {
        let event = try await caller.event("error")
        guard let error = event["error"], case .closedByPeer(let code, let reason) = await caller.end() else {
            throw LetIn(events: [event])
        }
        return (error, code?.rawValue, reason)
    }
}
