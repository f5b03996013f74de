import Bytes
import TestSupport
import Testing

@Suite("JSON under random walks")
struct JSONFuzzTests {
    static let documents: [String] = [
        #"{"type":"input_audio_buffer.append","event_id":"event_1","audio":"AAAA/+8="}"#,
        #"{"event_id":"e","type":"session.update","session":{"type":"realtime","tools":[{"name":"f","x":{}}]}}"#,
        #"[0,-0,1.10,1e5,-2.5E-3,12345678901234567890,true,false,null,"",[],{},[[[{"a":[1]}]]]]"#,
        #"{"é":"\u00e9","𝄞":"\ud834\udd1e","\"\\\/":"\b\f\n\r\t\u0000","日本":"語"}"#,
        "\t{ \"a\" : [ 1 , 2 ] ,\r\n \"b\" : \"plain text of more than eight bytes \\n and more\" } ",
        "{" + (0..<20).map { "\"name\($0)\":\($0)" }.joined(separator: ",") + "}",
    ]

    /// What JSON gives a meaning, and pieces of UTF-8.
    static let alphabet =
        Array("{}[]\",:\\ueE+-.0123456789dDcCtfn \n".utf8) + [0x00, 0x1F, 0x80, 0xC3, 0xED, 0xF4, 0xFF]

    @Test("Whatever comes is read or refused, and what is read comes back", arguments: Seed.some(10))
    func mutations(_ seed: Seed) throws {
        var random = seed.generator
        var read = 0
        for _ in 0..<10_000 {
            var bytes = Array(Self.documents.randomElement(using: &random)!.utf8)
            bytes.mutate(using: &random, alphabet: Self.alphabet)
            do throws(JSONError) {
                let value = try JSON(parsing: bytes)
                read += 1
                let written = value.bytes
                #expect(try JSON(parsing: written) == value)
                #expect(try JSON(parsing: written).bytes == written)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
        #expect((500..<9_500).contains(read), "the mutations must be neither all harmless nor all fatal")
    }

    @Test("Every beginning of a document is refused, as its end is missing", arguments: documents)
    func beginnings(_ document: String) {
        let bytes = Array(document.utf8)
        let end = bytes.lastIndex { $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "]") } ?? 0
        for count in 0..<end {
            #expect(throws: JSONError.self) { try JSON(parsing: Array(bytes[..<count])) }
        }
    }
}
