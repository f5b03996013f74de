/// Passages, found by their words (BM25, Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).
package struct PassageIndex: Sendable {
    private struct Posting: Sendable {
        let passage: Int32
        /// How often, with what stands in headings counting double.
        let count: Float
    }

    private static let headingWeight: Float = 2
    private static let saturation = 1.2
    private static let lengthShare = 0.6

    package let passages: [Passage]
    private var numbers: [String: Int32] = [:]
    private var terms: [String] = []
    private var postings: [[Posting]] = []
    private var lengths: [Float] = []
    private var lengthMean = 1.0
    private var nearTerms = NearTerms()

    package init(_ passages: [Passage]) {
        self.passages = passages
        lengths.reserveCapacity(passages.count)
        // Words are few, and each is stemmed once.
        var stems: [Language: [String: Int32]] = [:]
        for (index, passage) in passages.enumerated() { add(passage, Int32(truncatingIfNeeded: index), &stems) }
        let total = lengths.reduce(0.0) { $0 + Double($1) }
        lengthMean = max(total / Double(max(lengths.count, 1)), 1)
        for (number, term) in terms.enumerated() { nearTerms.add(term, Int32(truncatingIfNeeded: number)) }
    }

    private mutating func add(_ passage: Passage, _ index: Int32, _ stems: inout [Language: [String: Int32]]) {
        var counts: [Int32: Float] = [:]
        var length: Float = 0
        var known = stems.removeValue(forKey: passage.language) ?? [:]
        for (text, weight) in [(passage.headings, Self.headingWeight), (passage.text, 1)] {
            FoldedWords.each(in: text) { word in
                length += 1
                guard !StopWords.contains(word) else { return true }
                let number = known[word] ?? self.number(of: LightStem.stem(word, passage.language))
                known[word] = number
                counts[number, default: 0] += weight
                return true
            }
        }
        stems[passage.language] = known
        for stem in Question.asked(in: passage.headings) { counts[number(of: stem), default: 0] += Self.headingWeight }
        lengths.append(length)
        for (number, count) in counts { postings[Int(number)].append(Posting(passage: index, count: count)) }
    }

    private mutating func number(of stem: String) -> Int32 {
        if let number = numbers[stem] { return number }
        let number = Int32(truncatingIfNeeded: terms.count)
        numbers[stem] = number
        terms.append(stem)
        postings.append([])
        return number
    }

    // MARK: Search

    package struct Hit: Sendable, Equatable {
        package var passage: Passage
        package var score: Double
        /// How much of the question's weight the passage has words for: 0 to 1.
        package var coverage: Double
    }

    /// What a passage has of the question so far.
    private struct Tally {
        var scores: [Double]
        var covered: [Double]
        var best: [Double]
        var credit: [Double]
        var touched: [Int32] = []
        var all: [Int32] = []

        init(_ count: Int) {
            scores = Array(repeating: 0, count: count)
            covered = scores
            best = scores
            credit = scores
        }
    }

    /// The best passages first. Equal ones in the order of the content.
    package func search(_ question: Question, most: Int = 8) -> [Hit] {
        guard !passages.isEmpty, !question.isEmpty else { return [] }
        var tally = Tally(passages.count)
        var asked = 0.0
        for group in question.groups { asked += collect(group, &tally) }
        guard asked > 0 else { return [] }
        var ranking = Ranking(most)
        for candidate in tally.all {
            let index = Int(candidate)
            // A passage is in the list once for each of its groups.
            guard tally.scores[index] > 0 else { continue }
            let coverage = min(1, tally.covered[index] / asked)
            let isForeign = passages[index].language != question.language
            let score = tally.scores[index] * (0.3 + coverage) * (isForeign ? 0.7 : 1)
            tally.scores[index] = 0
            ranking.add(Ranking.Entry(index: index, score: score, coverage: coverage))
        }
        return ranking.best.map { Hit(passage: passages[$0.index], score: $0.score, coverage: $0.coverage) }
    }

    /// The few best of many.
    private struct Ranking {
        struct Entry {
            var index: Int
            var score: Double
            var coverage: Double
        }

        private let most: Int
        private(set) var best: [Entry] = []

        init(_ most: Int) { self.most = most }

        mutating func add(_ entry: Entry) {
            if best.count == most, let last = best.last, !isBefore(entry, last) { return }
            let place = best.firstIndex { isBefore(entry, $0) } ?? best.count
            best.insert(entry, at: place)
            if best.count > most { best.removeLast() }
        }

        private func isBefore(_ one: Entry, _ other: Entry) -> Bool {
            (other.score, one.index) < (one.score, other.index)
        }
    }

    /// Adds what the passages have of one group, and says how much the group weighs.
    private func collect(_ group: Question.Group, _ tally: inout Tally) -> Double {
        let found = known(group)
        let frequency = found.map { postings[Int($0.term)].count }.max() ?? 0
        let weight = rarity(frequency) * group.importance
        for (term, share, credit) in found {
            for posting in postings[Int(term)] {
                let index = Int(posting.passage)
                if tally.best[index] == 0 { tally.touched.append(posting.passage) }
                tally.best[index] = max(tally.best[index], share * saturated(posting.count, lengths[index]))
                tally.credit[index] = max(tally.credit[index], credit)
            }
        }
        for passage in tally.touched {
            let index = Int(passage)
            tally.scores[index] += weight * tally.best[index]
            tally.covered[index] += weight * tally.credit[index]
            tally.best[index] = 0
            tally.credit[index] = 0
        }
        tally.all += tally.touched
        tally.touched.removeAll(keepingCapacity: true)
        return weight
    }

    /// The terms that stand for a group, each with its share in the score and in the coverage.
    private func known(_ group: Question.Group) -> [(term: Int32, share: Double, credit: Double)] {
        let exact = group.alternatives.compactMap { alternative in
            numbers[alternative.stem].map { ($0, alternative.weight, alternative.weight > 0.8 ? 1 : 0.85) }
        }
        guard exact.isEmpty, let word = group.alternatives.first else { return exact }
        let near = nearTerms.near(word.stem) { terms[Int($0)] }
        return near.map { ($0, 0.7, 0.8) }
    }

    /// What is in few passages says much. A word that is in none says as much as one that is in one.
    private func rarity(_ frequency: Int) -> Double {
        let count = Double(passages.count)
        let frequency = Double(max(frequency, 1))
        return logarithm(1 + (count - frequency + 0.5) / (frequency + 0.5))
    }

    private func saturated(_ count: Float, _ length: Float) -> Double {
        let count = Double(count)
        let norm = 1 - Self.lengthShare + Self.lengthShare * Double(length) / lengthMean
        return count * (Self.saturation + 1) / (count + Self.saturation * norm)
    }
}

/// The natural logarithm of what is at least 1, without the platform's mathematics: the same everywhere.
private func logarithm(_ value: Double) -> Double {
    guard value > 1, value.isFinite else { return 0 }
    // x = m·2^e; ln m by the series of the inverse hyperbolic tangent.
    let mantissa = value.significand
    let ratio = (mantissa - 1) / (mantissa + 1)
    var power = ratio
    var sum = 0.0
    for odd in stride(from: 1.0, through: 31, by: 2) {
        sum += power / odd
        power *= ratio * ratio
    }
    return 2 * sum + Double(value.exponent) * 0.693_147_180_559_945_3
}
