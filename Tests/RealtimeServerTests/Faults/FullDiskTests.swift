import Bytes
import Foundation
import HTTP
import NetIO
import RealtimeServer
import TestSupport
import Testing

@Suite("A full disk under a running server", .timeLimit(.minutes(1)))
struct FullDiskTests {
    /// Asks for a secret whose session has instructions of that length. The status, and the body.
    private func secret(_ running: Running, instructions: Int) async throws -> (status: String, body: JSON) {
        let session: JSON = ["type": "realtime", "instructions": .string(String(repeating: "x", count: instructions))]
        let body = (["session": session] as JSON).text
        let client = try RawClient(port: running.port)
        await client.send(
            "POST /v1/realtime/client_secrets HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(Running.key)\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Connection: close\r\n\r\n\(body)"
        )
        let text = try #require(await client.receiveText())
        let head = try #require(text.split(separator: "\r\n").first)
        let start = try #require(text.range(of: "\r\n\r\n")).upperBound
        return (
            String(head.split(separator: " ")[1]), try JSON(parsing: Array(text[start...].utf8), limits: JSONLimits())
        )
    }

    @Test("Sessions and keys go on, a secret is refused with 503 and why, and there is one again when there is room")
    func full() async throws {
        let folder = TemporaryFolder()
        let storage = try await Storage.open(.directory(folder.path), bytesMax: 256 * 1_024)
        try await Running.with(storage: storage) { running in
            let caller = try await running.call()
            _ = try await caller.event("session.created")
            let made = try await secret(running, instructions: 10)
            #expect(made.status == "200")
            var refused = made
            while refused.status == "200" { refused = try await secret(running, instructions: 60_000) }
            #expect(refused.status == "503")
            #expect(refused.body["error"]?["code"]?.string == "storage_failed", "\(refused.body.text)")
            #expect(refused.body["error"]?["message"]?.string?.contains("no space left") == true)
            caller.send(Say.clear)
            _ = try await caller.event("input_audio_buffer.cleared")
            let other = try await running.call()
            _ = try await other.event("session.created")
            let bearer = "Bearer \(made.body["value"]?.string ?? "")"
            let holder = try await running.call(headers: ["Authorization": bearer])
            _ = try await holder.event("session.created")
            #expect(try await secret(running, instructions: 10).status == "200")
        }
    }
}
