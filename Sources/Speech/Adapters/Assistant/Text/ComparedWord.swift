/// A word, ready to be compared with many: stemmed once, with the concepts that it belongs to.
struct ComparedWord: Sendable {
    let word: String
    private let stems: [[UInt8]]
    private let concepts: [Int]

    /// In one language, or in any of several.
    init(_ word: String, _ languages: Language...) {
        self.word = word
        let stems = languages.map { LightStem.stem(word, $0) }
        self.stems = stems.map { Array($0.utf8) }
        concepts = zip(stems, languages).flatMap { Concepts.numbers(of: $0, $1) }
    }

    /// The same word, as far as forms, small errors and words of the same meaning go.
    func matches(_ other: ComparedWord) -> Bool {
        if word == other.word || concepts.contains(where: { other.concepts.contains($0) }) { return true }
        return stems.contains { stem in other.stems.contains { EditDistance.areAlike(stem, $0) } }
    }
}
