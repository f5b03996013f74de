import RealtimeEngine
import TestSupport
import Testing

@Suite("SpokenText")
struct SpokenTextTests {
    typealias Row = (text: String, share: Int, whole: Int, said: String)

    static let table: [Row] = [
        ("one two three", 0, 13, ""), ("one two three", -5, 13, ""), ("one two three", 2, 13, ""),
        ("one two three", 3, 13, "one"), ("one two three", 6, 13, "one"), ("one two three", 7, 13, "one two"),
        ("one two three", 12, 13, "one two"), ("one two three", 13, 13, "one two three"),
        ("one two three", 99, 13, "one two three"),
        // Words without audio are said at once.
        ("one two three", 0, 0, "one two three"), ("one", 5, -1, "one"),
        ("", 1, 2, ""), ("one", 1, 2, ""), ("one two", 1, 2, "one"), ("  one", 4, 5, " "), ("one\r\ntwo", 7, 8, "one"),
        // The share is of bytes: speech is as long as its text.
        ("ééé aaa", 6, 10, "ééé"), ("ééé aaa", 5, 10, ""),
        ("👨‍👩‍👧‍👦 a", 25, 27, "👨‍👩‍👧‍👦"), ("👨‍👩‍👧‍👦 a", 24, 27, ""),
    ]

    @Test("Of a share of the audio, the words that lie wholly in it were said", arguments: table)
    func wordBoundary(_ row: Row) {
        #expect(String(row.text[..<row.text.wordBoundary(atMost: row.share, of: row.whole)]) == row.said)
    }

    @Test("What was heard of a span is its words so far, and at its end all of it")
    func heard() {
        let span = SpokenSpan(text: "one two", length: Ticks(700))
        #expect(span.text(heardUpTo: .zero) == "")
        #expect(span.text(heardUpTo: Ticks(-9)) == "")
        #expect(span.text(heardUpTo: Ticks(699)) == "one")
        #expect(span.text(heardUpTo: Ticks(700)) == "one two")
        #expect(span.text(heardUpTo: Ticks(9_999)) == "one two")
        #expect(SpokenSpan(text: "mute", length: .zero).text(heardUpTo: .zero) == "mute")
    }

    @Test(
        "Of any text, no word and no grapheme is split, and more audio is never fewer words",
        arguments: Seed.some(200)
    )
    func anyText(_ seed: Seed) {
        var random = seed.generator
        let text = String.anything(using: &random)
        let whole = Int.random(in: 1...500, using: &random)
        let characters = Set(text.indices)
        var last = text.startIndex
        for share in 0...whole {
            let boundary = text.wordBoundary(atMost: share, of: whole)
            #expect(boundary >= last)
            #expect(boundary == text.endIndex || characters.contains(boundary))
            #expect(text.isEndOfWord(boundary))
            let bytes = text[..<boundary].utf8.count
            #expect(share == whole || bytes * whole <= text.utf8.count * share, "not before it was said")
            last = boundary
        }
        #expect(last == text.endIndex)
    }

    @Test("What is written without spaces is cut between characters, not dropped whole")
    func withoutSpaces() {
        let span = SpokenSpan(text: "今天天气很好", length: Ticks(600))
        #expect(span.text(heardUpTo: Ticks(350)) == "今天天")
        #expect(span.text(heardUpTo: Ticks(99)) == "")
        #expect(SpokenSpan(text: "OK 今天", length: Ticks(900)).text(heardUpTo: Ticks(700)) == "OK 今")
    }
}

extension String {
    fileprivate func isEndOfWord(_ index: Index) -> Bool {
        if index == startIndex || index == endIndex || self[index].isWhitespace { return true }
        return self[index].needsNoSpaces || self[self.index(before: index)].needsNoSpaces
    }
}

extension String {
    /// Letters, spaces of many kinds, marks that join, signs of four bytes: all that may meet in a text.
    static func anything(using random: inout SplitMix64) -> String {
        let common = Array(" \t\n\r\u{A0}\u{3000}aeé\u{301}\u{200D}👩🇨🇭語العن\u{0}\u{FEFF}".unicodeScalars)
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            let any = UInt32.random(in: 0...0x10_FFFF, using: &random)
            let isCommon = Int.random(in: 0..<4, using: &random) > 0
            let picked = common[Int.random(in: 0..<common.count, using: &random)]
            scalars.append(isCommon ? picked : Unicode.Scalar(any) ?? picked)
        }
        return String(scalars)
    }
}
