import NetIO
import Testing

@Suite("Addresses")
struct SocketAddressTests {
    @Test(
        "What is an address is read and written the same",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1", 8_080, true), ("[::1]:0", "::1", 0, true),
            ("localhost:65535", "localhost", 65_535, true),
            ("0.0.0.0:80", "0.0.0.0", 80, false), ("[::]:80", "::", 80, false),
            ("voice.example:443", "voice.example", 443, false),
            ("127.9.9.9:1", "127.9.9.9", 1, true), ("[fe80::1]:1", "fe80::1", 1, false),
        ]
    )
    func valid(_ text: String, _ host: String, _ port: UInt16, _ isLoopback: Bool) throws {
        let address = try SocketAddress(parsing: text)
        #expect(address == SocketAddress(host: host, port: port))
        #expect(address.isLoopback == isLoopback)
        #expect(address.description == text)
    }

    @Test(
        "What is none is refused",
        arguments: [
            "", ":", "8080", ":8080", "localhost", "localhost:", "localhost:65536", "localhost:-1", "localhost:+1",
            "localhost:80 ", "::1:80", "[::1]", "[::1:80", "[x]:80", "a b:80", "a/b:80", "user@host:80",
            "[127.0.0.1]:80",
        ]
    )
    func invalid(_ text: String) {
        #expect(throws: SocketAddress.Mistake.self) { try SocketAddress(parsing: text) }
    }
}
