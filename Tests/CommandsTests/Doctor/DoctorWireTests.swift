import Bytes
import Commands
import Foundation
import HTTP
import NetIO
import TestSupport
import Testing

/// What is no Realtime server at all, and certificates: named, and within bounded time.
@Suite("antiphon doctor at strange doors", .timeLimit(.minutes(1)))
struct DoctorWireTests {
    private func within<Value>(_ limit: Duration = .seconds(8), _ body: () async throws -> Value) async rethrows
        -> Value
    {
        let began = EventLoop.now
        let value = try await body()
        #expect(EventLoop.now - began < limit)
        return value
    }

    @Test("A port where nobody listens")
    func closed() async {
        await withClosedPort { port in
            let verdict = await within { await Verdict.of(["ws://127.0.0.1:\(port)/v1"]) }
            #expect(verdict.faults == ["connection-refused"])
            #expect(verdict.check("session").outcome == "not reached")
        }
    }

    @Test("A name that is none")
    func unknown() async {
        let verdict = await within { await Verdict.of(["wss://-no-name-.invalid/v1", "--timeout", "3"]) }
        #expect(verdict.faults == ["name-unknown"])
        #expect(verdict.check("connection").outcome == "not reached")
    }

    @Test("A listener that never accepts, or accepts and says nothing", arguments: [true, false])
    func blackHole(_ accepts: Bool) async {
        let listener = LoopbackListener()
        // Each is kept, and nothing said, until the doctor goes.
        if accepts {
            listener.serve { peer in
                var byte: UInt8 = 0
                while recv(peer, &byte, 1, 0) > 0 {}
                close(peer)
            }
        }
        for scheme in ["ws", "wss"] {
            let verdict = await within { await Verdict.of(["\(scheme)://127.0.0.1:\(listener.port)/v1", "--yes"]) }
            #expect(verdict.faults == ["no-answer"], "\(verdict.json.text)")
            #expect(verdict.exitCode == 1)
        }
    }

    static let strangers: [(answer: String, fault: String)] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello", "upgrade-stripped"),
        ("HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "path-unknown"),
        ("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "upgrade-stripped"),
        ("SSH-2.0-OpenSSH_9.2\r\n", "not-http"),
        (
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: x\r\n\r\n",
            "bad-upgrade"
        ),
        ("", "closed-before-answer"),
    ]

    @Test("What answers something else", arguments: strangers)
    func stranger(_ answer: String, _ fault: String) async {
        let server = StubServer(.send(answer))
        let verdict = await within { await Verdict.of([server.url, "--key", "k"]) }
        #expect(verdict.faults == [fault], "\(verdict.json.text)")
    }

    @Test("A server without TLS at an address that says there is")
    func plain() async {
        let server = StubServer(.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
        let raw = LoopbackListener()
        raw.serve { peer in
            let answer = Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)
            _ = send(peer, answer, answer.count, Int32(MSG_NOSIGNAL))
            close(peer)
        }
        let verdict = await within { await Verdict.of(["wss://127.0.0.1:\(raw.port)/v1"]) }
        #expect(verdict.faults == ["tls-not-spoken"], "\(verdict.json.text)")
        withExtendedLifetime(server) {}
    }

    /// A healthy server with this certificate.
    private func secure(
        _ pair: (certificate: String, key: String),
        host: String = "127.0.0.1",
        trusting authority: String? = nil,
        _ arguments: String...
    ) async throws -> Verdict {
        let loop = EventLoop.start()
        let server = try await HTTPListener.start(
            on: [loop],
            address: SocketAddress(host: host, port: 0),
            tls: try TLSServer(certificatePEM: pair.certificate, keyPEM: pair.key),
            handler: Patient()
        )
        let file = FileManager.default.temporaryDirectory.appending(path: "authority-\(UUID()).pem")
        try (authority ?? "").write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let trust = authority == nil ? [] : ["--ca", file.path]
        let time = ["--timeout", "3"]
        let verdict = await Verdict.of(["https://\(server.address)/v1"] + trust + arguments + time)
        await server.close(within: .zero)
        await loop.stop()
        return verdict
    }

    @Test("A self-signed certificate, and what makes it one to trust")
    func selfSigned() async throws {
        let pair = try SelfSignedCertificate.make()
        let verdict = try await secure(pair)
        #expect(verdict.faults == ["certificate-self-signed"], "\(verdict.json.text)")
        let named = try await secure(pair, trusting: pair.certificate, "--yes")
        #expect(named.faults == [], "\(named.json.text)")
        #expect(named.check("certificate").detail.contains("TLSv1.3"))
        let reckless = try await secure(pair, "--insecure", "--yes")
        #expect(reckless.faults == [], "\(reckless.json.text)")
    }

    @Test("A certificate of another name")
    func wrongName() async throws {
        let pair = try SelfSignedCertificate.make()
        let verdict = try await secure(pair, host: "127.0.0.2", trusting: pair.certificate)
        #expect(verdict.faults == ["certificate-name"], "\(verdict.json.text)")
        #expect(verdict.evidence.contains("127.0.0.2") && verdict.evidence.contains("localhost"))
    }

    /// Made by OpenSSL's own tool.
    private func made(_ arguments: String...) async throws -> (certificate: String, key: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "made-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (certificate, key) = (folder.appending(path: "c.pem"), folder.appending(path: "k.pem"))
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key.path, "-out",
                certificate.path,
            ] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (
            try String(contentsOf: certificate, encoding: .utf8), try String(contentsOf: key, encoding: .utf8)
        )
    }

    @Test("A certificate that has expired, whoever vouches for it", arguments: [true, false])
    func expired(_ isTrusted: Bool) async throws {
        let pair = try SelfSignedCertificate.make(validSeconds: -172_800 ..< -86_400)
        let verdict = try await secure(pair, trusting: isTrusted ? pair.certificate : nil)
        #expect(verdict.faults.first == "certificate-expired", "\(verdict.json.text)")
        #expect(verdict.faults.count == (isTrusted ? 1 : 2))
    }

    @Test("A certificate that ends soon is told of, and no fault")
    func endsSoon() async throws {
        let pair = try await made("-days", "3")
        let verdict = try await secure(pair, trusting: pair.certificate)
        #expect(verdict.faults == [])
        #expect(verdict.check("certificate").detail.hasPrefix("it ends in 2 days"))
    }
}
