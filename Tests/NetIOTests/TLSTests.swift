import Foundation
import HTTP
import NetIO
import TestSupport
import Testing

@Suite("TLS")
struct TLSTests {
    @Test("A certificate that nobody vouches for is refused, and so is one of another name", .timeLimit(.minutes(1)))
    func refused() async throws {
        // 127.0.0.2 is this machine too, and not in the certificate.
        for (host, isTrusted) in [("127.0.0.1", false), ("127.0.0.2", true)] {
            try await Stand.run(tls: true, host: host) { stand in
                await #expect {
                    _ = try await WebSocketChannel.connect(
                        to: "wss://\(host):\(stand.port)/echo",
                        tls: isTrusted ? stand.trust : nil,
                        on: stand.loop
                    )
                } throws: { error in
                    guard case .tlsFailed(host, let reason) = error as? WebSocketConnectError else { return false }
                    return reason.contains(isTrusted ? "IP address mismatch" : "self-signed")
                }
                await eventually { stand.server.counters.tlsFailures > 0 }
            }
        }
    }

    @Test("Addresses in numbers are among the certificate's names", .timeLimit(.minutes(1)))
    func numeric() async throws {
        try await Stand.run(tls: true) { stand in
            let channel = try await WebSocketChannel.connect(
                to: "wss://127.0.0.1:\(stand.port)/echo",
                tls: stand.trust,
                on: stand.loop
            )
            await stand.loop.run { channel.abort() }
        }
    }

    @Test("A new certificate is for new connections, and the old go on", .timeLimit(.minutes(1)))
    func reload() async throws {
        let old = try SelfSignedCertificate.make()
        let new = try SelfSignedCertificate.make(names: ["voice.example"])
        let folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (certificate, key) = (folder.appending(path: "certificate.pem"), folder.appending(path: "key.pem"))
        func write(_ pair: (certificate: String, key: String)) throws {
            try pair.certificate.write(to: certificate, atomically: true, encoding: .utf8)
            try pair.key.write(to: key, atomically: true, encoding: .utf8)
        }
        try write(old)
        let tls = try TLSServer(certificateFile: certificate.path, keyFile: key.path)
        try await Stand.run(tls: tls, trust: TLSClient(authorityPEM: old.certificate)) { stand in
            let before = try await stand.connect()
            try write((new.certificate, old.key))
            #expect(throws: TLSError.keyDoesNotMatch) { try tls.reload() }
            let between = try await stand.connect()
            try write(new)
            try tls.reload()
            await #expect(throws: WebSocketConnectError.self) { try await stand.connect() }
            let after = Stand(
                server: stand.server,
                loops: stand.loops,
                isSecure: true,
                trust: try TLSClient(authorityPEM: new.certificate)
            )
            for party in [before, between, try await after.connect()] {
                await party.send("hello")
                #expect(await party.text() == "hello")
            }
        }
    }

    @Test("Plain text sent to TLS is answered by the end of the connection", .timeLimit(.minutes(1)))
    func plainText() async throws {
        try await Stand.run(tls: true) { stand in
            let client = try RawClient(port: stand.port)
            await client.send(HTTPServerTests.get("/"))
            #expect(await client.receiveAll() != nil)
            await eventually { stand.server.counters.tlsFailures == 1 }
        }
    }

    @Test("A handshake that is not finished in time ends", .timeLimit(.minutes(1)))
    func slowHandshake() async throws {
        var options = HTTPServerOptions()
        options.headTimeout = .milliseconds(50)
        try await Stand.run(tls: true, options: options) { stand in
            let client = try RawClient(port: stand.port)
            await client.send([0x16, 0x03, 0x01, 0x02, 0x00])
            #expect(await client.receiveAll() == [])
            #expect(stand.server.counters.timeouts == 1)
        }
    }

    @Test("Foreign clients accept our certificate and our TLS", .timeLimit(.minutes(1)))
    func foreign() async throws {
        let pair = try SelfSignedCertificate.make()
        let file = FileManager.default.temporaryDirectory.appending(path: "authority-\(UUID()).pem")
        try pair.certificate.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let tls = try TLSServer(certificatePEM: pair.certificate, keyPEM: pair.key)
        try await Stand.run(tls: tls, trust: nil) { stand in
            let openSSL = try await Self.output(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:\(stand.port)",
                "-CAfile",
                file.path,
                "-verify_return_error",
                "-verify_hostname",
                "localhost",
                "-brief",
                input: HTTPServerTests.get("/openssl", HTTPServerTests.last)
            )
            #expect(openSSL.contains("GET /openssl 0 true"))
            let program = """
                import socket, ssl
                context = ssl.create_default_context(cafile="\(file.path)")
                with socket.create_connection(("127.0.0.1", \(stand.port))) as plain:
                    with context.wrap_socket(plain, server_hostname="localhost") as secure:
                        secure.sendall(b"GET /python HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n")
                        while data := secure.recv(65536): print(data.decode())
                """
            #expect(try await Self.output("python3", "-c", program).contains("GET /python 0 true"))
        }
    }

    @Test("What is no certificate, no key or no name is refused by name")
    func mistakes() throws {
        let pair = try SelfSignedCertificate.make()
        let other = try SelfSignedCertificate.make()
        #expect(throws: TLSError.noCertificate) { try TLSServer(certificatePEM: "nothing", keyPEM: pair.key) }
        #expect(throws: TLSError.noKey) { try TLSServer(certificatePEM: pair.certificate, keyPEM: "nothing") }
        #expect(throws: TLSError.keyDoesNotMatch) {
            try TLSServer(certificatePEM: pair.certificate, keyPEM: other.key)
        }
        #expect(throws: TLSError.noCertificate) { try TLSClient(authorityPEM: "") }
        #expect(throws: TLSError.self) { try TLSServer(certificateFile: "/nowhere", keyFile: "/nowhere") }
        #expect(throws: TLSError.noFiles) { try TLSServer(certificatePEM: pair.certificate, keyPEM: pair.key).reload() }
        for name in ["", "a,DNS:bank.example", "a b", "é", "fe80::1%lo"] {
            #expect(throws: TLSError.invalidName(name)) { try SelfSignedCertificate.make(names: [name]) }
        }
    }

    @Test("A key with a password is refused without asking for it", .timeLimit(.minutes(1)))
    func password() async throws {
        let pair = try SelfSignedCertificate.make()
        let locked = try await Self.output("openssl", "pkey", "-aes128", "-passout", "pass:secret", input: pair.key)
        #expect(locked.contains("ENCRYPTED"))
        #expect(throws: TLSError.noKey) { try TLSServer(certificatePEM: pair.certificate, keyPEM: locked) }
    }

    /// What a program of this machine prints.
    private static func output(_ arguments: String..., input: String = "") async throws -> String {
        let process = Process()
        let (stdin, stdout) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        return await withCheckedContinuation { waiter in
            DispatchQueue.global().async {
                let data = (try? stdout.fileHandleForReading.readToEnd()) ?? Data()
                try? stdin.fileHandleForWriting.close()
                process.waitUntilExit()
                waiter.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }
}
