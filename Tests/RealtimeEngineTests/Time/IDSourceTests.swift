import RealtimeAPI
import RealtimeEngine
import Testing

@Suite("IDSource")
struct IDSourceTests {
    typealias Kind = (prefix: String, make: @Sendable (inout IDSource) -> String)

    static let kinds: [Kind] = [
        ("item_", { $0.item().rawValue }),
        ("resp_", { $0.response().rawValue }),
        ("call_", { $0.call().rawValue }),
        ("event_", { $0.event() }),
        ("mcpr_", { $0.approval().rawValue }),
        ("mcpl_", { $0.toolListing().rawValue }),
        ("mcp_", { $0.toolCall().rawValue }),
    ]

    @Test("An identifier is its kind's prefix and 21 letters and digits, at most 32 characters")
    func format() {
        var ids = IDSource(seed: 7)
        for kind in Self.kinds {
            let id = kind.make(&ids)
            #expect(id.hasPrefix(kind.prefix))
            let rest = id.dropFirst(kind.prefix.count)
            #expect(rest.count == 21 && id.utf8.count <= 32)
            #expect(rest.utf8.allSatisfy { $0 < 128 } && rest.allSatisfy { $0.isLetter || $0.isNumber }, "\(id)")
        }
    }

    @Test("A hundred thousand identifiers are all different, and every character is used")
    func unique() {
        var ids = IDSource(seed: 1)
        var seen: Set<String> = []
        var bytes: Set<UInt8> = []
        for _ in 0..<100_000 {
            let id = ids.item().rawValue
            seen.insert(id)
            if bytes.count < 62 { bytes.formUnion(id.utf8.dropFirst("item_".utf8.count)) }
        }
        #expect(seen.count == 100_000)
        #expect(bytes.count == 62)
    }

    @Test("The same seed makes the same identifiers, another seed others")
    func seeded() {
        func some(_ seed: UInt64) -> [String] {
            var ids = IDSource(seed: seed)
            return Self.kinds.map { $0.make(&ids) } + [ids.obfuscation(forDeltaOf: 3)]
        }
        #expect(some(5) == some(5))
        #expect(some(5) != some(6))
    }

    @Test("For transcripts, each kind is numbered on its own")
    func numbered() {
        var ids = IDSource.numbered
        #expect([ids.item(), ids.item()] == ["item_1", "item_2"])
        #expect(ids.response() == "resp_1")
        #expect(ids.item() == "item_3")
    }

    @Test("Padding brings every delta to a multiple of 16 bytes and is never empty", arguments: 0...64)
    func obfuscation(_ bytes: Int) {
        var ids = IDSource(seed: 3)
        let padding = ids.obfuscation(forDeltaOf: bytes)
        #expect((padding.utf8.count + bytes) % 16 == 0)
        #expect((1...16).contains(padding.utf8.count))
    }
}
