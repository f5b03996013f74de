import NetIO
import TestSupport
import Testing

@Suite("Where requests may go whose URLs are others'")
struct OutboundPolicyTests {
    @Test("The table", arguments: OutboundCase.all)
    func table(_ one: OutboundCase) throws {
        #expect(Self.verdict(one) == one.wanted)
    }

    private static func verdict(_ one: OutboundCase) -> OutboundRefusal? {
        do throws(OutboundRefusal) {
            let policy = one.policy.policy
            let destination = try policy.destination(of: one.url)
            guard let text = one.address else { return nil }
            return IPAddress(text).map { policy.refusal(of: $0, for: destination) } ?? .notAURL
        } catch {
            return error
        }
    }

    @Test("There are enough cases, of each outcome")
    func size() {
        #expect(OutboundCase.all.count >= 60)
        for kind in AddressKind.allCases where kind != .global {
            #expect(OutboundCase.all.contains { $0.wanted == .address(kind) }, "\(kind)")
        }
    }

    @Test(
        "What is asked for is what was looked at",
        arguments: [
            ("HTTPS://Tools.Example.COM.:443/a?b#c", "https://tools.example.com/a?b"),
            ("https://h.example:8443", "https://h.example:8443/"),
            ("https://h.example?q=1", "https://h.example/?q=1"),
            ("https://[2A00:0:0:0::1]:444/x", "https://[2a00::1]:444/x"),
            ("https://[::ffff:8.8.8.8]/", "https://8.8.8.8/"),
            ("https://h.example/a/../b%2e?c=//d@e", "https://h.example/a/../b%2e?c=//d@e"),
        ]
    )
    func rewriting(_ text: String, _ wanted: String) throws {
        #expect(try OutboundURL(parsing: text).text == wanted)
    }

    @Test(
        "Hosts that an operator may name, and how they are told again",
        arguments: [
            ("tools.example.com", "tools.example.com"), ("*.Example.com", "*.example.com"),
            ("tools.example.com:81", "tools.example.com:81"), ("10.0.0.0/8", "10.0.0.0/8"), ("[::1]", "::1"),
            ("fd00::/8", "fd00::/8"), ("localhost", "localhost"), ("192.0.2.7", "192.0.2.7"),
        ]
    )
    func hosts(_ text: String, _ wanted: String) { #expect(OutboundHost(parsing: text)?.description == wanted) }

    @Test(
        "What is no host is none",
        arguments: [
            "", "*", "*.", "a.*.com", "https://a.example", "a.example/x", "a.example:0", "a.example:081", "127.1",
            "0x7f.1", "10.0.0.0/33", "a b", "bücher.example", "user@a.example", "a:1:2", "a..b",
        ]
    )
    func noHosts(_ text: String) { #expect(OutboundHost(parsing: text) == nil) }

    /// Whatever is let through is written as one URL that says the same again, and never leads where it must not.
    @Test("Damaged URLs", arguments: Seed.some(6))
    func fuzz(_ seed: Seed) throws {
        var random = seed.generator
        let alphabet = Array("htps:/@.[]%#?\\0x127af9localhost ".utf8)
        for _ in 0..<Seed.scaled(3_000) {
            var bytes = Array((OutboundCase.all.randomElement(using: &random)?.url ?? "").utf8)
            bytes.mutate(using: &random, alphabet: alphabet)
            let text = String(decoding: bytes, as: UTF8.self)
            guard let destination = try? OutboundPolicy().destination(of: text) else { continue }
            let again = try OutboundURL(parsing: destination.url.text)
            #expect(again == destination.url, "\(seed): \(text)")
            let address = IPAddress(destination.url.host)
            #expect(address.map { $0.kind == .global } ?? true, "\(seed): \(text)")
            #expect(!destination.url.text.contains("@") || destination.url.text.contains("/"), "\(seed): \(text)")
        }
    }
}
