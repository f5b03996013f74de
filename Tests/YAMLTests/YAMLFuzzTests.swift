import Bytes
import TestSupport
import Testing
import YAML

@Suite("Damaged YAML")
struct YAMLFuzzTests {
    static let whole = """
        listen: {address: "127.0.0.1:8080", loops: 0}
        access:
          keys:
            - name: a
              sha256: 'ab\u{E9}'
              models: [x, y]
        text: |
          one
            two
        folded: >-
          three
        ? complex
        : &anchor !tag *alias
        --- %YAML 1.2
        """

    @Test("Whatever is damaged is read or refused with a place in the text", arguments: Seed.some(40))
    func mutations(_ seed: Seed) throws {
        var random = seed.generator
        for _ in 0..<100 {
            var bytes = Array(Self.whole.utf8)
            bytes.mutate(using: &random, alphabet: Array("\n -:?[]{},&*!|>%@`'\"#\\\t~a0".utf8))
            let lines = bytes.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            do {
                let node = try YAMLNode(parsing: bytes)
                #expect(!node.json.text.isEmpty)
            } catch {
                #expect(error.place.line >= 1 && error.place.column >= 1, "\(seed)")
                #expect(error.place.line <= lines + 2, "\(seed): \(error)")
            }
        }
    }

    @Test("What JSON is, YAML reads the same", arguments: Seed.some(20))
    func flow(_ seed: Seed) throws {
        var random = seed.generator
        for _ in 0..<50 {
            let json = Self.value(using: &random, depth: 0)
            let text = json.text
            #expect(try YAMLNode(parsing: text).json == json, "\(seed): \(text)")
        }
    }

    static func value(using random: inout SplitMix64, depth: Int) -> JSON {
        switch Int.random(in: 0..<(depth < 4 ? 7 : 5), using: &random) {
        case 0: nil
        case 1: .bool(Bool.random(using: &random))
        case 2: .number(JSONNumber(Int.random(in: -1_000...1_000, using: &random)))
        case 3, 4: .string(["", "null", "a b", "ü: - #", "\"\\\n"].randomElement(using: &random) ?? "")
        case 5: .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(using: &random, depth: depth + 1) })
        default:
            .object(
                JSONObject(
                    uniqueMembers: (0..<Int.random(in: 0...3, using: &random)).map {
                        JSONObject.Member("k\($0)", value(using: &random, depth: depth + 1))
                    }
                )
            )
        }
    }
}
