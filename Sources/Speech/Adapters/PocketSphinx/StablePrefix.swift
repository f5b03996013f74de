/// Finds in guesses that come and go what will not change any more.
///
/// A recogniser's guess at what was said so far is revised as more is said. A word stands when so many guesses in a row
/// had it, and all before it, in the same place, and two other words come after it: a word is often judged anew by what
/// follows it, and seldom by what comes later. What stands is told once, as a delta, and never taken back: `text` is
/// all deltas in a row, and it is the final text. Where the recogniser's last word on a segment disagrees with what
/// was told, what was told stays, and the rest is taken from where the two fit best.
package struct StablePrefix: Sendable, Equatable {
    /// All that was told: the deltas in a row.
    package private(set) var text = ""
    /// How many guesses in a row a word must outlast.
    package var agreement: Int

    private static let followers = 2

    /// Words of this segment that were told.
    private var told: [String] = []
    /// Words after those, and in how many guesses in a row they stood there.
    private var standing: [(word: String, guesses: Int)] = []

    package init(agreement: Int) { self.agreement = agreement }

    /// What another guess at this segment adds to what stands.
    package mutating func guess(_ words: [String]) -> String {
        // A guess that takes back what was told says nothing of what comes after it.
        guard words.starts(with: told) else {
            standing = []
            return ""
        }
        let open = words.dropFirst(told.count)
        var isUnbroken = true
        standing = open.enumerated().map { place, word in
            isUnbroken = isUnbroken && place < standing.count && standing[place].word == word
            return (word, isUnbroken ? standing[place].guesses + 1 : 1)
        }
        let firm = standing.dropLast(Self.followers).prefix { $0.guesses >= agreement }
        standing.removeFirst(firm.count)
        return tell(firm.map(\.word))
    }

    /// What the last word on this segment adds. What comes next is of another segment.
    package mutating func conclude(_ words: [String]) -> String {
        let rest = words.dropFirst(Self.fit(told, words))
        let delta = tell(Array(rest))
        told = []
        standing = []
        return delta
    }

    private mutating func tell(_ words: [String]) -> String {
        guard !words.isEmpty else { return "" }
        told += words
        let delta = (text.isEmpty ? "" : " ") + words.joined(separator: " ")
        text += delta
        return delta
    }

    /// How many of `words` say what `told` says: the beginning with the fewest differences from it, and the longest of
    /// those.
    static func fit(_ told: [String], _ words: [String]) -> Int {
        if words.starts(with: told) { return told.count }
        // One row of the table of edit distances: of all of `told`, in the end, from each beginning of `words`.
        var row = Array(0...words.count)
        for word in told {
            var diagonal = row[0]
            row[0] += 1
            for place in words.indices {
                let change = diagonal + (words[place] == word ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(change, diagonal + 1, row[place] + 1)
            }
        }
        return row.min().flatMap { row.lastIndex(of: $0) } ?? 0
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.text == right.text && left.agreement == right.agreement && left.told == right.told
            && left.standing.elementsEqual(right.standing) { $0 == $1 }
    }
}
