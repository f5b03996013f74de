import HTTP
import NetIO
import RealtimeServer
import TestSupport
import Testing

@Suite("Trusted proxies")
struct TrustedProxiesTests {
    typealias Row = (peer: String, forwarded: [String], client: String)

    static let trusted = TrustedProxies(
        ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"].compactMap { AddressRange(parsing: $0) }
    )

    static let rows: [Row] = [
        ("198.51.100.1", [], "198.51.100.1"),
        ("198.51.100.1", ["203.0.113.9"], "198.51.100.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("::ffff:10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("2001:db8::5", ["203.0.113.9:4711"], "203.0.113.9"),
        ("10.0.0.1", ["[2a00::1]:4711"], "2a00::1"),
        ("10.0.0.1", ["[2a00::1]"], "2a00::1"),
        ("10.0.0.1", ["2a00::1"], "2a00::1"),
        ("10.0.0.1", ["203.0.113.9, 192.0.2.7, 10.2.3.4"], "203.0.113.9"),
        ("10.0.0.1", ["203.0.113.9", "192.0.2.7"], "203.0.113.9"),
        ("10.0.0.1", ["8.8.8.8, 203.0.113.9, 10.2.3.4"], "203.0.113.9"),
        ("10.0.0.1", ["8.8.8.8, unknown, 10.2.3.4"], "10.2.3.4"),
        ("10.0.0.1", ["10.2.3.4, 10.2.3.5"], "10.2.3.4"),
        ("10.0.0.1", ["203.0.113.9:port"], "10.0.0.1"),
        ("10.0.0.1", ["[2a00::1"], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.1.2"], "10.0.0.1"),
    ]

    @Test("The client is the first from the right that is no proxy of ours", arguments: rows)
    func client(_ row: Row) throws {
        let head = try #require(RequestHead.get("/", row.forwarded.map { ("X-Forwarded-For", $0) }))
        #expect(Self.trusted.view(of: head, peer: row.peer, isSecure: false).address == row.client)
    }

    @Test("A list without an end is looked at in part")
    func long() throws {
        let list = Array(repeating: "10.0.0.9", count: 500).joined(separator: ", ")
        let head = try #require(RequestHead.get("/", [("X-Forwarded-For", "203.0.113.9, \(list)")]))
        #expect(Self.trusted.view(of: head, peer: "10.0.0.1", isSecure: false).address == "10.0.0.9")
    }

    @Test("Scheme and host are a trusted proxy's to say, the nearest one's if there are several")
    func scheme() throws {
        let headers = [("X-Forwarded-Proto", "http, https"), ("X-Forwarded-Host", "evil.example, talk.example")]
        let head = try #require(RequestHead.get("/", headers))
        let ours = Self.trusted.view(of: head, peer: "10.0.0.1", isSecure: false)
        #expect(ours.isSecure)
        #expect(ours.authority == "talk.example")
        let foreign = Self.trusted.view(of: head, peer: "198.51.100.1", isSecure: false)
        #expect(!foreign.isSecure)
        #expect(foreign.authority == "antiphon.test")
    }

    @Test("Whatever is forwarded, the client is an address, and one that was named", arguments: Seed.some(200))
    func fuzz(_ seed: Seed) {
        var random = seed.generator
        for row in Self.rows {
            var bytes = Array(row.forwarded.joined(separator: ",").utf8)
            bytes.mutate(using: &random, alphabet: Array("0123456789abcdef.:[], %/".utf8))
            let text = String(decoding: bytes, as: UTF8.self)
            guard let head = RequestHead.get("/", [("X-Forwarded-For", text)]) else { continue }
            let view = Self.trusted.view(of: head, peer: row.peer, isSecure: false)
            #expect(IPAddress(view.address).map { "\($0)" } == view.address)
        }
    }
}

@Suite("Ranges of addresses")
struct AddressRangeBitsTests {
    @Test("A bit before the range's length leads out of it, one after stays inside", arguments: Seed.some(200))
    func bits(_ seed: Seed) throws {
        var random = seed.generator
        let length = Int.random(in: 0...32, using: &random)
        let mask = length == 0 ? 0 : UInt32.max << UInt32(32 - length)
        let network = UInt32.random(in: 0...UInt32.max, using: &random) & mask
        func text(_ address: UInt32) -> String {
            stride(from: 24, through: 0, by: -8).map { String(address >> UInt32($0) & 0xFF) }.joined(separator: ".")
        }
        let range = try #require(AddressRange(parsing: "\(text(network))/\(length)"))
        for bit in 0..<32 { #expect(range.contains(text(network ^ 1 << UInt32(31 - bit))) == (bit >= length)) }
    }

    @Test("Damaged ranges are ranges or nothing", arguments: Seed.some(200))
    func fuzz(_ seed: Seed) {
        var random = seed.generator
        for text in ["10.0.0.0/8", "2001:db8::/33", "::ffff:192.0.2.7", "192.0.2.128/25"] {
            var bytes = Array(text.utf8)
            bytes.mutate(using: &random, alphabet: Array("0123456789abcdef.:/%\0\u{e9}".utf8))
            guard let range = AddressRange(parsing: String(decoding: bytes, as: UTF8.self)) else { continue }
            for address in ["10.0.0.1", "2001:db8::1", "", "::", text] { _ = range.contains(address) }
        }
    }
}
