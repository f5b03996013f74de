import Bytes
import Foundation
import TestSupport
import Testing

@Suite("Base64")
struct Base64Tests {
    static let vectors: [(text: String, bytes: [UInt8])] = [
        ("", []), ("Zg==", Array("f".utf8)), ("Zm8=", Array("fo".utf8)), ("Zm9v", Array("foo".utf8)),
        ("Zm9vYg==", Array("foob".utf8)), ("Zm9vYmE=", Array("fooba".utf8)), ("Zm9vYmFy", Array("foobar".utf8)),
        ("AAAA", [0, 0, 0]), ("////", [0xFF, 0xFF, 0xFF]), ("+/+/", [0xFB, 0xFF, 0xBF]), ("/w==", [0xFF]),
    ]

    @Test("The test vectors of RFC 4648 go both ways", arguments: vectors)
    func goesBothWays(_ row: (text: String, bytes: [UInt8])) throws {
        #expect(try Base64.decode(row.text) == row.bytes)
        #expect(Base64.encode(row.bytes) == row.text)
    }

    static let refused: [(text: String, error: Base64Error)] = [
        ("Zm-v", .urlSafeCharacter(0x2D, offset: 2)), ("_m9v", .urlSafeCharacter(0x5F, offset: 0)),
        ("Zm-", .urlSafeCharacter(0x2D, offset: 2)), ("AAAA_A==", .urlSafeCharacter(0x5F, offset: 4)),
        ("Zm9v\n", .whiteSpace(offset: 4)), (" Zm9v", .whiteSpace(offset: 0)), ("Zm\r\n", .whiteSpace(offset: 2)),
        ("Zm9v\tg==", .whiteSpace(offset: 4)), ("AAAAA A=", .whiteSpace(offset: 5)),
        ("Zm9*", .foreignCharacter(0x2A, offset: 3)),
        ("data:audio/wav;base64,AAAA", .foreignCharacter(0x3A, offset: 4)),
        ("AAA\u{0}", .foreignCharacter(0, offset: 3)), ("AA\u{e9}", .foreignCharacter(0xC3, offset: 2)),
        ("AAAA\\/AA", .foreignCharacter(0x5C, offset: 4)), ("AAA\u{7f}AAAA", .foreignCharacter(0x7F, offset: 3)),
        ("A", .missingPadding(count: 1)), ("AA", .missingPadding(count: 2)), ("AAA", .missingPadding(count: 3)),
        ("AA=", .missingPadding(count: 3)), ("AAAAA", .missingPadding(count: 5)),
        ("AAAAAA=", .missingPadding(count: 7)),
        ("=", .misplacedPadding(offset: 0)), ("====", .misplacedPadding(offset: 0)),
        ("AAAA=", .misplacedPadding(offset: 4)),
        ("AAAA====", .misplacedPadding(offset: 4)), ("A===", .misplacedPadding(offset: 1)),
        ("AA===", .misplacedPadding(offset: 4)),
        ("AAA==", .misplacedPadding(offset: 4)), ("AA=A", .misplacedPadding(offset: 2)),
        ("=AAA", .misplacedPadding(offset: 0)),
        ("AA==AAAA", .misplacedPadding(offset: 2)), ("AAA=AAAA", .misplacedPadding(offset: 3)),
        ("A=", .misplacedPadding(offset: 1)),
        ("AB==", .trailingBits(offset: 1)), ("AAB=", .trailingBits(offset: 2)), ("AAAA/x==", .trailingBits(offset: 5)),
        ("Zm9=", .trailingBits(offset: 2)), ("//==", .trailingBits(offset: 1)),
    ]

    @Test("What is not canonical base64 is refused, with its reason and place", arguments: refused)
    func refuses(_ row: (text: String, error: Base64Error)) {
        #expect(throws: row.error) { try Base64.decode(row.text) }
    }

    @Test("Every byte outside the alphabet is refused at every place", arguments: [0, 1, 2, 3, 4, 5, 6, 7])
    func foreignEverywhere(_ place: Int) {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for byte in 0...UInt8.max where !alphabet.contains(byte) && byte != UInt8(ascii: "=") {
            var text = Array("AAAAAAAA".utf8)
            text[place] = byte
            let error = #expect(throws: Base64Error.self) { try Base64.decode(text) }
            #expect(error?.offset == place)
        }
    }

    static let sentences: [(error: Base64Error, sentence: String)] = [
        (
            .urlSafeCharacter(0x2D, offset: 2),
            "Character 2 is '-', of the URL-safe alphabet; '+' and '/' were expected."
        ),
        (.whiteSpace(offset: 4), "Character 4 is white space, which base64 text must not have."),
        (.foreignCharacter(7, offset: 3), "Character 3 is 0x07, which is not in the base64 alphabet."),
        (
            .missingPadding(count: 3),
            "Base64 text must be padded with '=' to a multiple of four characters; this one has 3."
        ),
        (.misplacedPadding(offset: 1), "Character 1 is '=' where no padding belongs."),
        (.trailingBits(offset: 1), "Character 1, the last before the padding, has bits that belong to no byte."),
    ]

    @Test("An error knows its place; where padding is missing, that is the end")
    func offsets() {
        #expect(Self.sentences.map(\.error.offset) == [2, 4, 3, 3, 1, 1])
    }

    @Test("An error is a sentence that says what is wrong at which character", arguments: sentences)
    func describes(_ row: (error: Base64Error, sentence: String)) {
        #expect(row.error.description == row.sentence)
    }

    @Test("Bytes of every length come back, as Foundation has them", arguments: Seed.some(4))
    func roundTrip(_ seed: Seed) throws {
        var random = seed.generator
        for count in 0...300 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...UInt8.max, using: &random) }
            let text = Base64.encode(bytes)
            #expect(text.utf8.count == Base64.encodedCount(of: count))
            #expect(text == Data(bytes).base64EncodedString())
            #expect(try Base64.decode(text) == bytes)
        }
    }

    @Test("Decoding appends, and appends nothing on an error")
    func appends() throws {
        var bytes: [UInt8] = [1, 2]
        try Array("Zm9vYg==".utf8).withUnsafeBytes { try Base64.decode($0, appendingTo: &bytes) }
        #expect(bytes == [1, 2] + Array("foob".utf8))
        #expect(throws: Base64Error.foreignCharacter(0x2A, offset: 7)) {
            try Array("Zm9vYmF*".utf8).withUnsafeBytes { try Base64.decode($0, appendingTo: &bytes) }
        }
        #expect(bytes == [1, 2] + Array("foob".utf8))
    }

    @Test("Encoding appends")
    func appendsCharacters() {
        var text = Array("x:".utf8)
        Base64.encode(Array("foob".utf8), appendingTo: &text)
        #expect(text == Array("x:Zm9vYg==".utf8))
    }

    /// Text that was mutated: canonical or refused. What decodes is the only text for its bytes, and Foundation, which
    /// is less strict, reads the same.
    @Test("Whatever comes decodes to bytes of which it is the text, or is refused", arguments: Seed.some(10))
    func mutations(_ seed: Seed) throws {
        var random = seed.generator
        for _ in 0..<10_000 {
            let count = Int.random(in: 0...40, using: &random)
            var text = Array(Base64.encode((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }).utf8)
            text.mutate(using: &random, alphabet: Array("=A/-_ \n\u{0}".utf8))
            guard let bytes = try? Base64.decode(text) else { continue }
            #expect(Array(Base64.encode(bytes).utf8) == text)
            #expect(Data(base64Encoded: Data(text)).map(Array.init) == bytes)
        }
    }
}
