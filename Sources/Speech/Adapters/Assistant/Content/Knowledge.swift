/// Where answers come from: content that somebody approved, and what the session's instructions state.
struct Knowledge: Sendable {
    /// An answer in the words of the content.
    struct Quote: Sendable, Equatable {
        var source: String
        var text: String
        /// How sure it is that this is what was asked for: 0 to 1.
        var coverage: Double
    }

    private static let topicsMax = 6
    /// What is said, unless a single sentence is longer.
    private static let charactersMax = 280

    private let index: PassageIndex
    private let coverageMin: Double

    init(_ passages: [Passage], coverageMin: Double) {
        index = PassageIndex(passages)
        self.coverageMin = coverageMin
    }

    func topics(in language: Language) -> [String] { Self.topics(of: index.passages, in: language) }

    /// What the passages of a language are about; of all, if there are none.
    static func topics(of passages: [Passage], in language: Language) -> [String] {
        let own = passages.filter { $0.language == language }
        var topics: [String] = []
        for passage in own.isEmpty ? passages : own where !topics.contains(passage.source) {
            topics.append(passage.source)
            if topics.count == topicsMax { break }
        }
        return topics
    }

    /// nil: it is not known. The approved content comes before the instructions, if it says as much.
    func answer(_ question: Question, beside instructions: PassageIndex) -> Quote? {
        let approved = quote(index.search(question), question)
        let stated = quote(instructions.search(question), question)
        guard let approved, let stated else { return approved ?? stated }
        return stated.coverage > approved.coverage + 0.1 ? stated : approved
    }

    private func quote(_ hits: [PassageIndex.Hit], _ question: Question) -> Quote? {
        let good = hits.filter { $0.coverage >= coverageMin }
        // What is in the user's language comes first.
        guard let hit = good.first(where: { $0.passage.language == question.language }) ?? good.first else {
            return nil
        }
        let text = Excerpt.text(of: hit.passage, for: question, charactersMax: Self.charactersMax)
        return Quote(source: hit.passage.source, text: text, coverage: hit.coverage)
    }
}

/// The sentences of a passage that answer a question: nobody listens to all of it.
enum Excerpt {
    static func text(of passage: Passage, for question: Question, charactersMax: Int) -> String {
        let sentences = passage.sentences
        let scores = scores(of: sentences, passage, question)
        let chosen = scores.indices.filter { scores[$0] > 0 && scores[$0] >= scores.max() ?? 0 }
        // What was asked for is in the heading alone: the whole is the answer.
        guard let first = chosen.first, chosen.count < sentences.count else {
            return said(kept(sentences, passage, question, charactersMax), charactersMax)
        }
        return said(chosen.map { sentences[$0] }, charactersMax, after: leadIn(sentences, first))
    }

    /// Of more than can be said the beginning, and what has the question's very words, wherever it stands.
    private static func kept(
        _ sentences: [String],
        _ passage: Passage,
        _ question: Question,
        _ charactersMax: Int
    ) -> [String] {
        let own = sentences.filter { saysItself(question.groups, stems(of: $0, passage.language)) }
        let reserved = own.reduce(0) { $0 + $1.count + 2 }
        guard reserved < charactersMax else { return sentences }
        var left = charactersMax - reserved
        var isFull = false
        return sentences.filter { sentence in
            if own.contains(sentence) { return true }
            left -= sentence.count + 2
            isFull = isFull || left < 0
            return !isFull
        }
    }

    /// "They cost 5 euros." is nothing without the sentence before it.
    private static func leadIn(_ sentences: [String], _ first: Int) -> String? {
        guard first > 0, let word = FoldedWords.all(in: sentences[first], max: 1).first else { return nil }
        return ["it", "they", "this", "these", "that", "esto", "estos", "ellos"].contains(word)
            ? sentences[first - 1] : nil
    }

    /// How much of the question each sentence has, without what the heading has for all of them.
    private static func scores(of sentences: [String], _ passage: Passage, _ question: Question) -> [Double] {
        let heading = stems(of: passage.headings, passage.language)
        let said = question.groups.filter { !$0.isCue }
        let open = said.filter { !has($0, heading) }
        let all = sentences.map { stems(of: $0, passage.language) }
        guard open.contains(where: { group in all.contains { has(group, $0) } }) else {
            // The heading says it all. Of one about two things, only what is about the right one is said.
            let isOfTwo = FoldedWords.all(in: passage.source).contains { ["and", "y", "e", "or", "o"].contains($0) }
            return all.map { stems in isOfTwo && said.contains { has($0, stems) } ? 1 : 0 }
        }
        return zip(all, sentences).map { stems, sentence in
            let found = open.reduce(0) { $0 + (has($1, stems) ? $1.importance : 0) }
            let isTold = hasNumber(sentence) || saysItself(open, stems)
            return found > 0 && question.wantsNumber && isTold ? found + 0.3 : found
        }
    }

    /// Opening and closing answer each other, and are each other's opposite: who asks when it is closed is told when
    /// it is open, and is not spared the sentence with "closed" in it.
    private static func saysItself(_ groups: [Question.Group], _ stems: [String]) -> Bool {
        groups.contains { group in
            guard group.isOfHours, !group.isCue, let own = group.alternatives.first else { return false }
            return stems.contains(own.stem)
        }
    }

    private static func hasNumber(_ sentence: String) -> Bool { !NumberReading.all(in: Spoken(sentence)).isEmpty }

    private static func stems(of text: String, _ language: Language) -> [String] {
        FoldedWords.all(in: text, max: 512).map { LightStem.stem($0, language) }
    }

    private static func has(_ group: Question.Group, _ stems: [String]) -> Bool {
        if group.alternatives.contains(where: { stems.contains($0.stem) }) { return true }
        guard let word = group.alternatives.first?.stem else { return false }
        return stems.contains { EditDistance.areAlike($0, word) }
    }

    private static func said(_ sentences: [String], _ charactersMax: Int, after lead: String? = nil) -> String {
        var text = lead.map { ended($0) } ?? ""
        for sentence in sentences {
            let next = text.isEmpty ? ended(sentence) : text + " " + ended(sentence)
            guard text.isEmpty || next.count <= charactersMax else { break }
            text = next
        }
        return text
    }

    private static func ended(_ sentence: String) -> String {
        guard let last = sentence.last, !".!?:…".contains(last) else { return sentence }
        return sentence + (last == "," || last == ";" ? "" : ".")
    }
}
