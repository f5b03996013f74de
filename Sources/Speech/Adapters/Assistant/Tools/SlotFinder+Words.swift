internal import Bytes

/// Values that are words of the user's own.
extension SlotFinder {
    private static let lengthMax = 12
    private static let politeness: Set<String> = ["please", "favor", "thanks", "thank", "you", "gracias"]
    /// What no place is called.
    private static let notPlaces: Set<String> = [
        "weekend", "week", "month", "day", "morning", "afternoon", "evening", "night", "moment", "now", "me", "us",
        "finde", "semana", "mes", "dia", "tarde", "noche", "momento", "ahora", "person", "people", "personas",
    ]
    private static let articles: [Language: Set<String>] = [
        .english: ["the", "a", "an", "my"],
        .spanish: ["el", "la", "los", "las", "un", "una", "mi"],
    ]

    /// What stands after one of these words, up to the next that is no part of a name.
    func place(after words: [String]) -> (value: JSON, range: Range<Int>)? {
        for index in spoken.words.indices where words.contains(spoken.words[index].folded) {
            guard let range = run(from: index + 1, isPlace: true) else { continue }
            let areOwn = range.allSatisfy { isOwn[$0] }
            if !areOwn { return (.string(spoken.text(range)), range) }
        }
        return nil
    }

    /// Words without a little one among them.
    private func run(from start: Int, isPlace: Bool) -> Range<Int>? {
        var first = start
        let articles = Self.articles[language] ?? []
        while first < spoken.words.count, articles.contains(spoken.words[first].folded) { first += 1 }
        var end = first
        while end < spoken.words.count, end < first + 4 {
            let word = spoken.words[end].folded
            guard spoken.isFree(end..<end + 1), !isLittle(word), !Self.notPlaces.contains(word) else { break }
            guard word.first?.isNumber != true || !isPlace else { break }
            end += 1
            if spoken.words[end - 1].endsClause { break }
        }
        return end > first ? first..<end : nil
    }

    private func isLittle(_ word: String) -> Bool {
        Self.politeness.contains(word) || DateReading.isDateWord(word)
            || StopWords.contains(word) && !(language == .english && ["los", "las", "el", "la"].contains(word))
    }

    /// "my name is …", "soy …".
    func person(_ isAsked: Bool) -> (value: JSON, range: Range<Int>)? {
        let phrases = [
            "my name is", "the name is", "name is", "i am", "im", "this is", "under the name of", "under the name",
            "me llamo", "mi nombre es", "el nombre es", "a nombre de", "soy",
        ]
        for phrase in phrases {
            let words = phrase.split(separator: " ").map(String.init)
            guard let place = spoken.places(of: words).first else { continue }
            guard let range = run(from: place.upperBound, isPlace: true), range.lowerBound == place.upperBound else {
                continue
            }
            let areOwn = range.contains { isOwn[$0] }
            if !areOwn || isAsked { return (.string(spoken.text(range)), range) }
        }
        return nil
    }

    /// All that was said in answer to the question, without what leads in.
    func reply(_ kind: SlotKind) -> (value: JSON, range: Range<Int>)? {
        if case .place(let words) = kind, spoken.words.count > 1, let found = place(after: words) { return found }
        var range = spoken.words.indices
        let leads = [
            "its", "it is", "that is", "thats", "i want", "i would like", "id like", "make it", "for", "in", "to", "at",
            "from", "the", "my", "es", "son", "en", "a", "para", "de", "desde", "el", "la", "quiero", "mi", "um", "uh",
            "well", "pues", "is", "it's", "please", "ok", "okay", "yes", "si",
        ].map { FoldedWords.all(in: $0) }
        while let lead = leads.first(where: { spoken.folded[range].starts(with: $0) && $0.count < range.count }) {
            range = range.lowerBound + lead.count..<range.upperBound
        }
        while range.count > 1, let last = spoken.folded[range].last, Self.politeness.contains(last) || last == "por" {
            range = range.lowerBound..<range.upperBound - 1
        }
        guard !range.isEmpty, range.count <= Spoken.wordsMax else { return nil }
        return value(of: range, kind)
    }

    /// What is left when the words of the tool and those that say nothing are taken off.
    func rest(_ kind: SlotKind) -> (value: JSON, range: Range<Int>)? {
        switch kind {
        case .text, .list: break
        case .place: break
        default: return nil
        }
        var best: Range<Int>?
        var start: Int?
        for index in 0...spoken.words.count {
            if index < spoken.words.count, isMaterial(index) {
                start = start ?? index
                if !spoken.words[index].endsClause { continue }
            }
            if let first = start {
                let range = trimmed(first..<min(index + (endsInside(index) ? 1 : 0), spoken.words.count))
                if range.count > best?.count ?? 0 { best = range }
            }
            start = nil
        }
        guard let best, best.count <= Self.lengthMax else { return nil }
        if case .place = kind, best.count > 3 { return nil }
        return value(of: best, kind)
    }

    private func endsInside(_ index: Int) -> Bool { index < spoken.words.count && isMaterial(index) }

    /// It may be a part of the value, at least between two that are.
    private func isMaterial(_ index: Int) -> Bool {
        let word = spoken.words[index].folded
        return spoken.isFree(index..<index + 1) && !Self.politeness.contains(word)
    }

    /// Without what says nothing at its ends.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var range = range
        func says(_ index: Int) -> Bool {
            let word = spoken.words[index].folded
            return !StopWords.contains(word) && !isOwn[index] && !Self.notPlaces.contains(word)
                && !DateReading.isDateWord(word)
        }
        while let first = range.first, !says(first) { range = first + 1..<range.upperBound }
        while let last = range.last, !says(last) { range = range.lowerBound..<last }
        return range
    }

    private func value(of range: Range<Int>, _ kind: SlotKind) -> (value: JSON, range: Range<Int>)? {
        guard !range.isEmpty else { return nil }
        guard case .list = kind else { return (.string(spoken.text(range)), range) }
        var items: [String] = []
        var start = range.lowerBound
        for index in range {
            let isJoin = ["and", "y", "e", "or", "o"].contains(spoken.words[index].folded)
            let ends = index == range.upperBound - 1 || spoken.words[index].endsClause
            if isJoin {
                items.append(spoken.text(start..<index))
                start = index + 1
            } else if ends {
                items.append(spoken.text(start..<index + 1))
                start = index + 1
            }
        }
        let said = items.filter { !$0.isEmpty }
        return (.array(said.map { .string($0) }), range)
    }
}
