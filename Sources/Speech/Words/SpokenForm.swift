/// A text as a voice is to read it: without Markdown, tags, emoji and controls, and with single spaces. It knows which
/// of the text each of its words stands for, so that what was said can be told letter for letter.
public struct SpokenForm: Sendable, Equatable {
    public let source: String
    public let spoken: String
    /// Where words end, in bytes: in what is spoken, and in the source.
    private let marks: [Mark]

    struct Mark: Sendable, Equatable {
        var spoken: Int
        var source: Int
    }

    public init(_ source: String) {
        var reader = MarkupReader(source)
        reader.read()
        self.source = source
        spoken = reader.spoken
        marks = reader.marks
    }

    /// There is a letter or a number in it.
    public var isSpeakable: Bool { spoken.unicodeScalars.contains { $0.isSpeakable } }

    /// How much of the source has been said with so many bytes of what is spoken: whole words.
    func sourceBytes(saying spokenBytes: Int) -> Int {
        guard spokenBytes < spoken.utf8.count else { return source.utf8.count }
        var low = 0
        var high = marks.count
        while low < high {
            let middle = (low + high) / 2
            if marks[middle].spoken <= spokenBytes { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? 0 : marks[low - 1].source
    }
}

/// Follows a voice through a `SpokenForm`: in with what it said, out with what that stands for.
public struct SpokenProgress: Sendable, Equatable {
    public let form: SpokenForm
    private var spokenBytes = 0
    private var toldBytes = 0

    public init(_ form: SpokenForm) { self.form = form }

    public mutating func said(_ text: String) -> String {
        spokenBytes += text.utf8.count
        // Before anything was said nothing was, even of a text of which nothing can be spoken.
        return spokenBytes == 0 ? "" : tell(upTo: form.sourceBytes(saying: spokenBytes))
    }

    /// All that was not told yet.
    public mutating func finish() -> String { tell(upTo: form.source.utf8.count) }

    private mutating func tell(upTo end: Int) -> String {
        guard end > toldBytes else { return "" }
        let bytes = form.source.utf8
        let start = bytes.index(bytes.startIndex, offsetBy: toldBytes)
        toldBytes = end
        return String(form.source[start..<bytes.index(bytes.startIndex, offsetBy: end)])
    }
}
