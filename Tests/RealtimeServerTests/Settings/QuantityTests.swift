import NetIO
import RealtimeServer
import Testing

@Suite("Values of settings")
struct QuantityTests {
    static func duration(_ text: String) -> Duration? {
        try? Settings.load(environment: ["HOME": "/h", "ANTIPHON_SHUTDOWN_DRAIN": text]).shutdown.drain
    }

    @Test("Durations have a unit and no fraction")
    func durations() {
        #expect(Self.duration("500ms") == .milliseconds(500))
        #expect(Self.duration("0s") == .zero)
        #expect(Self.duration("60m") == .seconds(3_600))
        #expect(Self.duration("1h") == .seconds(3_600))
        for wrong in ["10", "1.5s", "-1s", "s", "1 s", "61m", "9223372036854775807h", "1S", "٣s", "+1s"] {
            #expect(Self.duration(wrong) == nil, "\(wrong)")
        }
    }

    static func size(_ text: String) -> Int? {
        try? Settings.load(environment: ["HOME": "/h", "ANTIPHON_CONNECTIONS_BODY_MAX": text]).connections.bodyBytesMax
    }

    @Test("Sizes are bytes, or have a binary unit")
    func sizes() {
        #expect(Self.size("4096") == 4_096)
        #expect(Self.size("21MiB") == 22_020_096)
        for wrong in ["21MB", "1.5MiB", "1 KiB", "-1", "KiB", "2GiB", "9223372036854775807KiB", "0x10"] {
            #expect(Self.size(wrong) == nil, "\(wrong)")
        }
    }

    @Test("A range holds its addresses, in both of their clothes")
    func ranges() throws {
        let four = try #require(AddressRange(parsing: "10.1.0.0/15"))
        for inside in ["10.0.0.1", "10.1.255.255", "::ffff:10.1.2.3"] { #expect(four.contains(inside)) }
        for outside in ["10.2.0.0", "11.0.0.1", "::1", "", "10.1", "ten"] { #expect(!four.contains(outside)) }
        let six = try #require(AddressRange(parsing: "fd00::/8"))
        #expect(six.contains("fd12::1") && !six.contains("fe80::1") && !six.contains("10.0.0.1"))
        let one = try #require(AddressRange(parsing: "192.0.2.7"))
        #expect(one.contains("192.0.2.7") && !one.contains("192.0.2.8"))
        #expect(try #require(AddressRange(parsing: "0.0.0.0/0")).contains("203.0.113.9"))
        for wrong in ["", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0/8", "a/b", "1.2.3.4/8/8"] {
            #expect(AddressRange(parsing: wrong) == nil, "\(wrong)")
        }
    }

    static func origins(_ text: String) -> OriginScope? {
        try? Settings.load(environment: ["HOME": "/h", "ANTIPHON_ACCESS_ORIGINS": text]).access.origins
    }

    @Test("An origin is compared as browsers write it")
    func origins() throws {
        let scope = try #require(Self.origins("https://App.Example:443,http://[::1]:3000,http://localhost"))
        for allowed in ["https://app.example", "HTTPS://APP.EXAMPLE", "http://[::1]:3000", "http://localhost"] {
            #expect(scope.allows(allowed), "\(allowed)")
        }
        for refused in ["http://app.example", "https://app.example:444", "null", "", "http://[::1]"] {
            #expect(!scope.allows(refused), "\(refused)")
        }
        #expect(Self.origins("*")?.allows("https://anybody.example") == true)
        for wrong in ["example.com", "https://", "https://a/b", "https://a:", "https://a:0", "https://a b", "ws://a"] {
            #expect(Self.origins(wrong) == nil, "\(wrong)")
        }
    }
}
