internal import CPocketSphinx

/// A language model of some sentences: how probable a word is after the two before it.
///
/// Counts with absolute discounting: of every count half a time is taken away, and what is taken is given to the words
/// as they come after one word less.
package struct DomainModel: Sendable, Equatable {
    private static let discount = 0.5
    private static let begin = "<s>"
    private static let end = "</s>"

    /// What follows some words, and how often.
    private struct Followers: Sendable, Equatable {
        var counts: [String: Int] = [:]
        var total = 0

        mutating func add(_ word: String) {
            counts[word, default: 0] += 1
            total += 1
        }

        /// What is left for the words that were not seen here.
        var rest: Double { total == 0 ? 1 : discount * Double(counts.count) / Double(total) }

        /// Without what is taken away.
        func share(of word: String) -> Double {
            guard let count = counts[word] else { return 0 }
            return (Double(count) - discount) / Double(total)
        }
    }

    /// By the words before: none, one or two of them.
    private var followers: [[String]: Followers] = [:]
    /// Each once, in order; without the marks for beginning and end.
    package let words: [String]

    package init(_ sentences: [[String]]) {
        words = Set(sentences.joined()).sorted()
        for sentence in sentences where !sentence.isEmpty {
            var history = [Self.begin]
            for word in sentence + [Self.end] {
                for length in 0...history.count { followers[history.suffix(length), default: Followers()].add(word) }
                history = (history + [word]).suffix(2)
            }
        }
    }

    /// How probable `word` is after the last two of `history`.
    package func probability(of word: String, after history: [String]) -> Double {
        // Every word was seen, so without a history nothing has to be kept for others.
        guard !history.isEmpty else { return Double(count(of: word)) / Double(max(1, total)) }
        let lower = probability(of: word, after: Array(history.dropFirst()))
        guard let followers = followers[history] else { return lower }
        return followers.share(of: word) + followers.rest * lower
    }

    private var total: Int { followers[[]]?.total ?? 0 }
    private func count(of word: String) -> Int { followers[[]]?.counts[word] ?? 0 }

    // MARK: As a file

    /// In the format that every tool for language models reads.
    package var arpa: String {
        let orders = (0..<3).map { length in entries(after: length) }
        var text = "\\data\\\n"
        for (length, entries) in orders.enumerated() { text += "ngram \(length + 1)=\(entries.count)\n" }
        for (length, entries) in orders.enumerated() {
            text += "\n\\\(length + 1)-grams:\n"
            for entry in entries { text += line(entry, isLast: length == 2) }
        }
        return text + "\n\\end\\\n"
    }

    /// The rows of words after so many others. The beginning of a sentence follows nothing, and has a row.
    private func entries(after length: Int) -> [[String]] {
        var entries = length == 0 ? [[Self.begin]] : []
        for (history, followers) in followers where history.count == length {
            entries += followers.counts.keys.map { history + [$0] }
        }
        return entries.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func line(_ entry: [String], isLast: Bool) -> String {
        let history = Array(entry.dropLast())
        let isBegin = entry == [Self.begin]
        let share = isBegin ? "-99" : Self.logarithm(probability(of: entry.last ?? "", after: history))
        let rest = isLast || entry.last == Self.end ? "" : " " + Self.logarithm(followers[entry]?.rest ?? 1)
        return "\(share) \(entry.joined(separator: " "))\(rest)\n"
    }

    /// To the base of ten, with four decimals.
    private static func logarithm(_ value: Double) -> String {
        let tenThousandths = Int((-log10(min(max(value, 1e-9), 1)) * 10_000).rounded())
        let decimals = String(tenThousandths % 10_000)
        let zeros = String(repeating: "0", count: 4 - decimals.count)
        return "-\(tenThousandths / 10_000).\(zeros)\(decimals)"
    }
}
