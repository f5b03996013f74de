internal import Bytes
internal import RealtimeAPI
package import RealtimeEngine

/// What is going to be said, as sentences of plain English words: what a language model is counted from.
///
/// Of what a client wrote it is all, or a refusal. Of the tools it is as much as there is room for.
package struct ExpectedSentences: Sendable, Equatable {
    package struct Mistake: Error, Equatable {
        package let why: String
    }

    /// Of a prompt with its keywords.
    package static let bytesMax = 8_192
    package static let wordsMax = 1_024
    package static let lettersMax = 32

    package private(set) var sentences: [[String]] = []

    package init(_ expected: ExpectedWords) throws(Mistake) {
        let texts = [expected.prompt] + expected.keywords
        let bytes = texts.reduce(0) { $0 + $1.utf8.count }
        guard bytes <= Self.bytesMax else {
            throw Mistake(why: "A prompt with its keywords may have \(Self.bytesMax) bytes, and this has \(bytes).")
        }
        for text in texts { sentences += Self.sentences(in: text) }
        guard let longest = sentences.joined().map(\.utf8.count).max() else {
            throw Mistake(why: "There is no word of English letters in it that could be expected.")
        }
        guard longest <= Self.lettersMax else {
            throw Mistake(why: "A word may have \(Self.lettersMax) letters, and one here has \(longest).")
        }
        guard room >= 0 else {
            throw Mistake(why: "A prompt with its keywords may have \(Self.wordsMax) words, and this has more.")
        }
        for tool in expected.functions { add(tool) }
    }

    private var room: Int { Self.wordsMax - sentences.reduce(0) { $0 + $1.count } }

    // MARK: Tools

    private mutating func add(_ tool: FunctionTool) {
        add(Naming.words(of: tool.name).joined(separator: " "))
        add(tool.description ?? "")
        if let parameters = tool.parameters { add(schema: .object(parameters), depth: 8) }
    }

    /// The names of what is filled in, what is said of it, and what it may be.
    private mutating func add(schema: JSON, depth: Int) {
        guard depth > 0, let members = schema.object?.members else { return }
        for member in members {
            switch (member.name, member.value) {
            case ("description", .string(let text)): add(text)
            case ("enum", .array(let choices)): for choice in choices { add(choice.string ?? "") }
            case ("properties", .object(let properties)):
                for property in properties.members {
                    add(Naming.words(of: property.name).joined(separator: " "))
                    add(schema: property.value, depth: depth - 1)
                }
            case ("items", let items): add(schema: items, depth: depth - 1)
            default: break
            }
        }
    }

    private mutating func add(_ text: String) {
        // What is longer is no name of anything, and is not read to its end.
        for sentence in Self.sentences(in: String(text.prefix(2_000))) {
            guard sentence.count <= room, sentence.allSatisfy({ $0.utf8.count <= Self.lettersMax }) else { continue }
            sentences.append(sentence)
        }
    }

    // MARK: Words

    /// Letters and apostrophes are words, marks end sentences. What has digits in it is left out, and what stands
    /// around it are two sentences: nobody knows how it is said.
    static func sentences(in text: String) -> [[String]] {
        var sentences: [[String]] = [[]]
        var word: [UInt8] = []
        var hasDigits = false
        func endWord() {
            while word.last == UInt8(ascii: "'") { word.removeLast() }
            if hasDigits { sentences.append([]) } else if !word.isEmpty { add(word) }
            (word, hasDigits) = ([], false)
        }
        func add(_ word: [UInt8]) { sentences[sentences.count - 1].append(String(decoding: word, as: UTF8.self)) }
        for byte in FliteText(text).ascii.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): word.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
            case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigits = true
            case UInt8(ascii: "'"): if !word.isEmpty { word.append(byte) }
            case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "?"),
                UInt8(ascii: "!"):
                endWord()
                sentences.append([])
            default: endWord()
            }
        }
        endWord()
        return sentences.filter { !$0.isEmpty }
    }
}
