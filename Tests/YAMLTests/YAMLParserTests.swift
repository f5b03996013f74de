import Testing
import YAML

@Suite("YAML")
struct YAMLParserTests {
    @Test("Values keep their text, their order and their place")
    func values() throws {
        let node = try YAMLNode(
            parsing: """
                # A comment.
                listen:
                  address: "127.0.0.1:8080"
                  loops: 0
                models: [a, 'b']
                nothing:
                """
        )
        #expect(node.entries?.map(\.key) == ["listen", "models", "nothing"])
        let address = try #require(node["listen"]?["address"])
        #expect(address == YAMLNode(.scalar("127.0.0.1:8080", isPlain: false), at: .init(line: 3, column: 12)))
        #expect(node["listen"]?["loops"]?.value == .scalar("0", isPlain: true))
        #expect(node["models"]?.elements?.map(\.text) == ["a", "b"])
        #expect(node["nothing"]?.isNull == true)
        #expect(node.entries?.last?.keyPlace == .init(line: 6, column: 1))
        #expect(node["nothing"]?.text == "")
        #expect(node["none"] == nil)
    }

    @Test("A text without a document is nothing", arguments: ["", "\n\n", "# only a comment\n", "\u{FEFF}", "---\n"])
    func empty(_ text: String) throws {
        #expect(try YAMLNode(parsing: text).isNull)
    }

    typealias Mistake = (text: String, reason: YAMLError.Reason, line: Int, column: Int)

    static let mistakes: [Mistake] = [
        ("a: &x 1\n", .anchor("x"), 1, 4),
        ("a: &x [1]\n", .anchor("x"), 1, 4),
        ("&x a: 1\n", .anchor("x"), 1, 1),
        ("a: 1\nb: *x\n", .alias("x"), 2, 4),
        ("a: !!str 1\n", .tag("tag:yaml.org,2002:str"), 1, 4),
        ("a: !own {}\n", .tag("!own"), 1, 4),
        ("a: ! x\n", .tag("!"), 1, 4),
        ("a: 1\n---\nb: 2\n", .severalDocuments, 2, 1),
        ("a: 1\nb: 2\n a: 3\n", .malformed("mapping values are not allowed in this context"), 3, 3),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", .duplicateKey("c", first: .init(line: 3, column: 3)), 4, 3),
        ("{a: 1, \"a\": 2}\n", .duplicateKey("a", first: .init(line: 1, column: 2)), 1, 8),
        ("[a]: 1\n", .keyIsNoText, 1, 1),
        ("?\n: 1\n", .emptyKey, 1, 2),
        ("a: [1\n", .malformed("did not find expected ',' or ']' (while parsing a flow sequence)"), 2, 1),
        ("a: \"\\q\"\n", .malformed("found unknown escape character (while parsing a quoted scalar)"), 1, 5),
        (
            "a: 1\n\tb: 2\n",
            .malformed("found a tab character that violates indentation (while scanning a plain scalar)"), 2, 1
        ),
        (
            "a: @x\n", .malformed("found character that cannot start any token (while scanning for the next token)"), 1,
            4
        ),
    ]

    @Test("What is wrong is refused with its place", arguments: mistakes)
    func mistake(_ mistake: Mistake) {
        let expected = YAMLError(mistake.reason, at: .init(line: mistake.line, column: mistake.column))
        #expect(throws: expected) { try YAMLNode(parsing: mistake.text) }
    }

    @Test("A message says where, what, and what would be right")
    func message() {
        let error = #expect(throws: YAMLError.self) { try YAMLNode(parsing: "a: 1\na: 2\n") }
        #expect(error?.description == "line 2, column 1: the key 'a' comes twice, first on line 1; keep one.")
    }

    @Test(
        "What is not UTF-8 is refused",
        arguments: [[0x61, 0xFF], [0xFF, 0xFE, 0x61, 0x00], [0x61, 0x00], [0xC0, 0x80]]
    )
    func encoding(_ bytes: [UInt8]) {
        #expect(throws: YAMLError.self) { try YAMLNode(parsing: bytes) }
    }

    @Test("Every limit is kept to exactly")
    func limits() throws {
        var limits = YAMLLimits()
        (limits.bytes, limits.depth, limits.nodes) = (12, 3, 5)
        _ = try YAMLNode(parsing: "[[[a]], b]\n", limits: limits)
        #expect(throws: YAMLError(.tooLong(limit: 12), at: .init(line: 1, column: 1))) {
            try YAMLNode(parsing: "[[[a]], bcd]\n", limits: limits)
        }
        #expect(throws: YAMLError(.tooDeep(limit: 3), at: .init(line: 1, column: 4))) {
            try YAMLNode(parsing: "[[[[a]]]]\n", limits: limits)
        }
        _ = try YAMLNode(parsing: "{a: 1, b: 2}", limits: limits)
        #expect(throws: YAMLError(.tooManyNodes(limit: 5), at: .init(line: 1, column: 10))) {
            try YAMLNode(parsing: "[1,2,3,4,5]", limits: limits)
        }
    }

    /// The costs of libyaml grow with the square of some inputs; the limits must keep them short.
    @Test(
        "A hostile text is answered soon",
        .timeLimit(.minutes(1)),
        arguments: [
            "[", "{", "- ", "? ", "a: ", "{a: ", "a,", "\"", "'", "&a ", "!a ", "*a\n", "|\n", "#", "\n", "a\n ",
            "%A\n",
        ]
    )
    func hostile(_ piece: String) {
        let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
        _ = try? YAMLNode(parsing: text)
    }
}
