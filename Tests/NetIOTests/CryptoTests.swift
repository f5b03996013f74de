import NetIO
import Testing

@Suite("Digests and randomness")
struct CryptoTests {
    @Test(
        "SHA-256 of known texts (FIPS 180-4)",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ]
    )
    func sha256(_ text: String, _ digest: String) {
        let hex = Digest.sha256(Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(hex == digest)
    }

    @Test("Equal is what has the same bytes")
    func equal() {
        #expect(Digest.areEqual([], []))
        #expect(Digest.areEqual([1, 2], [1, 2]))
        #expect(!Digest.areEqual([1, 2], [1, 3]))
        #expect(!Digest.areEqual([1, 2], [1, 2, 3]))
    }

    @Test("Random bytes are as many as asked for, and other ones each time")
    func random() {
        #expect(Randomness.bytes(0).isEmpty)
        #expect(Randomness.bytes(32).count == 32)
        #expect(Randomness.bytes(32) != Randomness.bytes(32))
        var generator = SecureRandom()
        #expect(Set((0..<100).map { _ in generator.next() }).count == 100)
    }
}
