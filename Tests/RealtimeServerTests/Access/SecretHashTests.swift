import RealtimeServer
import TestSupport
import Testing

@Suite("Keys and their hashes")
struct SecretHashTests {
    /// FIPS 180-4's example.
    static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test("A hash is SHA-256, and reads from hexadecimal digits of either case")
    func sha256() throws {
        #expect(SecretHash(of: "abc") == SecretHash(hex: Self.abc))
        #expect(SecretHash(of: "abc") == SecretHash(hex: Self.abc.uppercased()))
        #expect(SecretHash(of: "abd") != SecretHash(hex: Self.abc))
        #expect(SecretHash(bytes: SecretHash(of: "abc").bytes) == SecretHash(of: "abc"))
    }

    @Test("What is no hash is none", arguments: ["", "00", String(repeating: "g", count: 64), abc + "0", "é" + abc])
    func noHash(_ hex: String) {
        #expect(SecretHash(hex: hex) == nil)
        #expect(SecretHash(bytes: Array(hex.utf8.prefix(31))) == nil)
    }

    @Test("Hashes are equal only where every bit is", arguments: 0..<32)
    func everyByte(_ index: Int) throws {
        var bytes = SecretHash(of: "abc").bytes
        bytes[index] ^= 1
        #expect(try #require(SecretHash(bytes: bytes)) != SecretHash(of: "abc"))
    }

    @Test("A key of the configuration is its text or its hash, and never empty")
    func configured() {
        let text = ConfiguredKey(name: "a", secret: .text(Private("abc"))).key
        #expect(text?.hash == SecretHash(hex: Self.abc))
        #expect(ConfiguredKey(name: "a", secret: .sha256(Self.abc)).key == text)
        #expect(ConfiguredKey(name: "a", secret: .text(Private(""))).key == nil)
        #expect(ConfiguredKey(name: "a", secret: .sha256("abc")).key == nil)
    }

    @Test("Keys and secrets are long, unlike each other, and made of letters and digits")
    func made() {
        let texts = (0..<200).map { $0.isMultiple(of: 2) ? SecretText.key() : SecretText.secret() }.map { $0.reveal() }
        #expect(Set(texts).count == texts.count)
        for (index, text) in texts.enumerated() {
            let prefix = index.isMultiple(of: 2) ? "sk-antiphon-" : "ek_"
            #expect(text.hasPrefix(prefix))
            let digits = text.dropFirst(prefix.count)
            #expect(digits.count == 43)
            #expect(digits.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
        }
    }
}
