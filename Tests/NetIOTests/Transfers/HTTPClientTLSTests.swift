import Foundation
import HTTP
import NetIO
import Testing

/// Over TLS, to a server with a certificate that only its own authority file vouches for.
@Suite("The HTTP client over TLS", .timeLimit(.minutes(1)))
struct HTTPClientTLSTests {
    private struct Hello: HTTPHandler {
        func bodyBytesMax(for head: RequestHead) -> Int { 0 }

        func answer(_ request: HTTPRequest, on loop: EventLoop) async -> HTTPAnswer {
            .response(ResponseHead(status: 200), body: Array("hello".utf8))
        }
    }

    /// What comes of a request to a server on this address, with its own certificate as the authority or without.
    private func outcome(at host: String, trusted: Bool) async throws -> Result<[UInt8], HTTPClientError> {
        let (certificate, key) = try SelfSignedCertificate.make()
        let file = FileManager.default.temporaryDirectory.appending(path: "authority-\(UUID()).pem")
        try certificate.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let loop = EventLoop.start()
        let server = try await HTTPListener.start(
            on: [loop],
            address: SocketAddress(host: host, port: 0),
            tls: try TLSServer(certificatePEM: certificate, keyPEM: key),
            handler: Hello()
        )
        var request = HTTPClientRequest("GET", "https://\(server.address)/")
        if trusted { request.options.authorityFile = file.path }
        let client = HTTPClient(on: loop)
        let result: Result<[UInt8], HTTPClientError>
        do throws(HTTPClientError) {
            result = .success(try await client.send(request).body)
        } catch {
            result = .failure(error)
        }
        await client.close()
        await server.close(within: .zero)
        await loop.stop()
        return result
    }

    @Test("A certificate that the authority file vouches for is trusted")
    func trusted() async throws {
        #expect(try await outcome(at: "127.0.0.1", trusted: true) == .success(Array("hello".utf8)))
    }

    @Test("One that nobody vouches for is not")
    func untrusted() async throws {
        let outcome = try await outcome(at: "127.0.0.1", trusted: false)
        guard case .failure(.tls(.untrusted, _)) = outcome else {
            Issue.record("it was trusted, or refused for another reason: \(outcome)")
            return
        }
    }

    @Test("A certificate of another name is refused for its name")
    func wrongName() async throws {
        let outcome = try await outcome(at: "127.0.0.2", trusted: true)
        guard case .failure(.tls(.wrongName, _)) = outcome else {
            Issue.record("it was trusted, or refused for another reason: \(outcome)")
            return
        }
    }
}
