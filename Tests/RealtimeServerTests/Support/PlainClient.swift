import HTTP
import NetIO
import TestSupport

/// One request on a connection of its own.
enum PlainClient {
    struct Trouble: Error { let what: String }

    static func ask(_ request: ClientRequest, at address: SocketAddress) async throws -> Answer {
        var machine = ClientConnection(limits: HTTPLimits(bodyBytesMax: 1_024 * 1_024))
        var bytes: [UInt8] = []
        try machine.send(request, into: &bytes)
        return try await exchange(bytes, machine, address)
    }

    /// Sends what no machine of ours would write.
    static func ask(raw text: String, at address: SocketAddress) async throws -> Answer {
        var machine = ClientConnection(limits: HTTPLimits(bodyBytesMax: 1_024 * 1_024))
        var unsent: [UInt8] = []
        try machine.send(ClientRequest("GET", "/", host: "h"), into: &unsent)
        return try await exchange(Array(text.utf8), machine, address)
    }

    private static func exchange(
        _ bytes: [UInt8],
        _ machine: ClientConnection,
        _ address: SocketAddress
    ) async throws -> Answer {
        let client = try RawClient(port: address.port)
        await client.send(bytes)
        var machine = machine
        var answer: Answer?
        while true {
            while let event = machine.next() {
                switch event {
                case .response(let head): answer = Answer(head: head)
                case .body(let bytes): answer?.body += bytes
                case .upgraded(let head, _): return Answer(head: head)
                case .end: if let answer { return answer }
                case .failed(let violation): throw Trouble(what: violation.description)
                }
            }
            guard let bytes = await client.receive() else { throw Trouble(what: "no answer came in time") }
            if bytes.isEmpty { machine.receiveEnd() } else { machine.receive(bytes) }
        }
    }
}
