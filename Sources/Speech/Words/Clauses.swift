/// Cuts a text into what can be spoken on its own, while the text still comes: sentences, and clauses where they are
/// long. The first is short, so that the first sound is early.
///
/// White space belongs to the clause before it. In which pieces the text came changes nothing: where more must be
/// known, it waits. Together the clauses are the text, letter for letter.
public struct Clauses: Sendable, Equatable {
    /// What the clauses weigh: a letter 1, a digit or a sign that is read as a word more (`weight`).
    public struct Lengths: Sendable, Equatable {
        /// From here on the first may end at a comma.
        public var firstComma = 12
        /// And from here on between any two words.
        public var firstMax = 90
        /// Shorter sentences go with what follows, but for the first.
        public var sentenceMin = 24
        /// From here on any may end at a comma.
        public var comma = 120
        /// And from here on between words.
        public var max = 240
        /// Nothing is longer than this, words or not.
        public var most = 480

        public init() {}
    }

    private enum Verdict {
        case goesOn
        case ends(before: Int)
        /// That depends on what follows.
        case unknown
    }

    private let lengths: Lengths
    private var isFirst: Bool
    private var pending: [Unicode.Scalar] = []
    /// What has been judged of it, and what that weighs.
    private var judged = 0
    private var weight = 0
    private var hasWords = false

    public init(_ lengths: Lengths = Lengths(), isFirst: Bool = true) {
        self.lengths = lengths
        self.isFirst = isFirst
    }

    /// So much waits for more.
    public var pendingBytes: Int { pending.count * 4 }

    /// The clauses that are whole by now.
    public mutating func append(_ text: String) -> [String] {
        pending += text.unicodeScalars
        return cut(isWhole: false)
    }

    /// No more comes: what was waiting too. The next text begins anew.
    public mutating func finish() -> [String] {
        var clauses = cut(isWhole: true)
        if !pending.isEmpty { clauses.append(take(pending.count)) }
        return clauses
    }

    /// All clauses of a text that is there.
    public static func all(of text: String, _ lengths: Lengths = Lengths()) -> [String] {
        var clauses = Clauses(lengths)
        return clauses.append(text) + clauses.finish()
    }

    private mutating func cut(isWhole: Bool) -> [String] {
        var clauses: [String] = []
        // What was judged and cut is thrown away once, at the end: a long text is cut in linear time.
        var start = 0
        while judged < pending.count {
            switch judge(from: start, isWhole) {
            case .unknown where pending.count - start <= lengths.most:
                compact(start)
                return clauses
            case .goesOn, .unknown: pass(judged)
            case .ends(let end):
                clauses.append(text(start..<end))
                start = end
                begin(at: end)
            }
        }
        compact(start)
        return clauses
    }

    private mutating func pass(_ index: Int) {
        weight += Self.weight(of: pending[index])
        hasWords = hasWords || pending[index].isSpeakable
        judged = index + 1
    }

    private mutating func begin(at index: Int) {
        judged = index
        weight = 0
        hasWords = false
        isFirst = false
    }

    private mutating func compact(_ start: Int) {
        pending.removeFirst(start)
        judged -= start
    }

    private mutating func take(_ count: Int) -> String {
        let text = text(0..<count)
        begin(at: count)
        compact(count)
        return text
    }

    private func text(_ range: Range<Int>) -> String {
        var text = ""
        text.unicodeScalars += pending[range]
        return text
    }

    /// Whether the clause that began at `start` ends with the scalar that is judged.
    private func judge(from start: Int, _ isWhole: Bool) -> Verdict {
        let scalar = pending[judged]
        let length = weight + Self.weight(of: scalar)
        guard hasWords || scalar.isSpeakable else {
            return length >= lengths.most ? .ends(before: judged + 1) : .goesOn
        }
        let isLong = isFirst || length >= lengths.sentenceMin
        if scalar.isLineEnd || scalar.endsSentenceAlone { return isLong ? .ends(before: judged + 1) : .goesOn }
        if scalar.mayEndSentence, isLong {
            let end = SentenceEnd(pending[start...], at: judged, isWhole: isWhole).end
            if case .goesOn = end {} else { return Self.verdict(end) }
        }
        if scalar.endsClause, length >= (isFirst ? lengths.firstComma : lengths.comma) {
            guard !scalar.needsSpaceAfter else {
                guard judged + 1 < pending.count else { return isWhole ? .goesOn : .unknown }
                return pending[judged + 1].properties.isWhitespace ? .ends(before: judged + 2) : lengthVerdict(length)
            }
            return .ends(before: judged + 1)
        }
        return lengthVerdict(length)
    }

    private static func verdict(_ end: SentenceEnd.End) -> Verdict {
        switch end {
        case .goesOn: .goesOn
        case .unknown: .unknown
        case .ends(let end): .ends(before: end)
        }
    }

    private func lengthVerdict(_ length: Int) -> Verdict {
        if length >= lengths.most { return .ends(before: judged + 1) }
        guard length >= (isFirst ? lengths.firstMax : lengths.max) else { return .goesOn }
        if pending[judged].properties.isWhitespace { return .ends(before: judged + 1) }
        return Character(pending[judged]).isWrittenWithoutSpaces ? .ends(before: judged + 1) : .goesOn
    }

    /// About how many letters are read out for one.
    private static func weight(of scalar: Unicode.Scalar) -> Int {
        if scalar.properties.isAlphabetic { return Character(scalar).isWrittenWithoutSpaces ? 3 : 1 }
        if scalar.properties.isWhitespace { return 1 }
        return scalar.properties.numericType == nil && scalar.isASCIIPunctuation ? 1 : 4
    }
}

extension Unicode.Scalar {
    /// A letter or a number: something that a voice can say.
    var isSpeakable: Bool { properties.isAlphabetic || properties.numericType != nil }

    var isLineEnd: Bool { ["\n", "\r", "\u{2028}", "\u{2029}"].contains(self) }
    /// Ends of sentences that no space follows.
    fileprivate var endsSentenceAlone: Bool { ["。", "！", "？", "｡", "．", "।"].contains(self) }
    fileprivate var mayEndSentence: Bool { [".", "!", "?", "…", "؟", "۔"].contains(self) }
    fileprivate var endsClause: Bool { [",", ";", ":", "，", "、", "；", "：", "،", "؛", "—"].contains(self) }
    fileprivate var needsSpaceAfter: Bool { [",", ";", ":", "،", "؛"].contains(self) }
    fileprivate var isASCIIPunctuation: Bool {
        ["!", "\"", "'", "(", ")", ",", "-", ".", ":", ";", "?", "*", "_", "`", "[", "]"].contains(self)
    }
}

extension Character {
    /// As `RealtimeEngine` cuts words where there are no spaces.
    var isWrittenWithoutSpaces: Bool {
        switch unicodeScalars.first?.value ?? 0 {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0xA4CF, 0xF900...0xFAFF, 0xFF66...0xFF9F,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
