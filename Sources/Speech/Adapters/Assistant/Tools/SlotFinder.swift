internal import Bytes

/// Finds the values of parameters in what was said.
///
/// It is asked in stages, the surest kinds first, so that a name does not swallow a date. What a value was made of is
/// taken: no other value is made of it.
final class SlotFinder {
    enum Stage: CaseIterable {
        /// One of a few, an address of electronic mail, a date.
        case marked
        case numbers
        /// What stands after a preposition or a phrase.
        case introduced
        /// What is left.
        case rest
    }

    let language: Language
    let tool: ToolWords
    /// The parameter that was asked for: what is said is its value.
    let asked: String?
    var stage = Stage.marked
    var spoken: Spoken
    /// By path.
    private(set) var known: [String: JSON]
    private let now: AssistantTime?
    private let compared: [ComparedWord]
    /// Which words are the tool's own.
    let isOwn: [Bool]
    private var looks = 0
    /// Of parameters, over all stages. A tool that has more is no tool for somebody who speaks.
    private static let looksMax = 1_024

    init(
        _ text: String,
        _ language: Language,
        tool: ToolWords,
        known: [String: JSON],
        asked: String?,
        now: AssistantTime?
    ) {
        spoken = Spoken(text)
        self.language = language
        self.tool = tool
        self.known = known
        self.asked = asked
        self.now = now
        let compared = spoken.words.map { ComparedWord($0.folded, language) }
        self.compared = compared
        isOwn = compared.map { tool.own($0) }
    }

    func find(_ leaf: SchemaFilling.Leaf) -> JSON? {
        if let value = known[leaf.path] { return SlotFit.admits(value, leaf) ? value : nil }
        looks += 1
        guard looks <= Self.looksMax, let (value, range) = look(leaf), SlotFit.admits(value, leaf) else { return nil }
        spoken.take(range)
        known[leaf.path] = value
        return value
    }

    private typealias Value = (value: JSON, range: Range<Int>)

    private func look(_ leaf: SchemaFilling.Leaf) -> Value? {
        let isAsked = leaf.path == asked
        let kind = SlotKind(leaf)
        switch (stage, kind) {
        case (.marked, .choice(let options)): return choice(options, isAsked)
        case (.marked, .boolean): return boolean(leaf, isAsked)
        case (.marked, .email): return email()
        case (.marked, .date(let asISO)): return date(asISO, leaf)
        case (.marked, .time(let asISO)): return time(asISO)
        case (.marked, .list(of: .choice(let options))): return choices(options)
        case (.numbers, .phone): return phone(isAsked)
        case (.numbers, .code): return code(leaf, isAsked)
        case (.numbers, .number): return number(leaf, isAsked)
        case (.numbers, .list(of: .number)): return numbers(isAsked || leaf.isRequired)
        case (.introduced, .place(let words)) where !isAsked: return place(after: words)
        case (.introduced, .person): return person(isAsked)
        case (.rest, .place), (.rest, .text), (.rest, .list), (.rest, .person), (.rest, .date), (.rest, .time),
            (.rest, .code), (.rest, .phone), (.rest, .email):
            return isAsked ? reply(kind) : leaf.isRequired ? rest(kind) : nil
        default: return nil
        }
    }

    // MARK: One of a few

    private func choice(_ options: [JSON], _ isAsked: Bool) -> Value? {
        let found = options.compactMap { option in
            place(of: option).map { (value: option, range: $0) }
        }
        // The longest says most; of equal ones the first that was said.
        let best = found.max { ($0.range.count, $1.range.lowerBound) < ($1.range.count, $0.range.lowerBound) }
        if let best { return best }
        return isAsked ? ordinal(options) : nil
    }

    private func choices(_ options: [JSON]) -> Value? {
        let found = options.compactMap { option in place(of: option).map { (value: option, range: $0) } }
            .sorted { $0.range.lowerBound < $1.range.lowerBound }
        guard let first = found.first, let last = found.last else { return nil }
        return (.array(found.map(\.value)), first.range.lowerBound..<last.range.upperBound)
    }

    private func place(of option: JSON) -> Range<Int>? {
        switch option {
        case .string(let text):
            let words = Naming.words(of: text)
            guard !words.isEmpty else { return nil }
            return spoken.places(of: words).first { spoken.isFree($0) } ?? alike(words)
        case .number(let number):
            return NumberReading.all(in: spoken).first { $0.value == number.double && spoken.isFree($0.range) }?.range
        default: return nil
        }
    }

    /// The same words in another form, or with an error in one.
    private func alike(_ words: [String]) -> Range<Int>? {
        guard compared.count >= words.count else { return nil }
        let meant = words.map { ComparedWord($0, .english, .spanish) }
        return (0...compared.count - words.count).lazy.map { $0..<$0 + words.count }.first { range in
            spoken.isFree(range) && zip(range, meant).allSatisfy { compared[$0].matches($1) }
        }
    }

    /// "the second one", "el primero".
    private func ordinal(_ options: [JSON]) -> Value? {
        let names = [
            ["first", "primero", "primera"], ["second", "segundo", "segunda"], ["third", "tercero", "tercera"],
        ]
        for (index, names) in names.enumerated() where index < options.count {
            guard let place = spoken.folded.firstIndex(where: { names.contains($0) }) else { continue }
            return (options[index], place..<place + 1)
        }
        return nil
    }

    private func boolean(_ leaf: SchemaFilling.Leaf, _ isAsked: Bool) -> Value? {
        if isAsked, let answer = YesOrNo(spoken) { return (.bool(answer == .yes), 0..<spoken.words.count) }
        let names = Naming.words(of: leaf.name).filter { !StopWords.contains($0) && $0.count > 2 && $0 != "include" }
        let meant = names.map { ComparedWord($0, .english, .spanish) }
        guard !meant.isEmpty, isAsked || !meant.allSatisfy({ tool.isSubject($0) }) else { return nil }
        let places = meant.map { name in compared.firstIndex { $0.matches(name) } }
        guard let first = places.compactMap({ $0 }).min(), !places.contains(nil) else { return nil }
        let before = spoken.folded[..<first].suffix(3)
        let isDenied = before.contains { ["no", "not", "without", "dont", "sin", "isnt", "never"].contains($0) }
        return (.bool(!isDenied), first..<first + 1)
    }

    private func email() -> Value? {
        EmailReading.first(in: spoken).map { (.string($0.text), $0.range) }
    }

    private func date(_ asISO: Bool, _ leaf: SchemaFilling.Leaf) -> Value? {
        guard let found = DateReading(spoken, now).first(), spoken.isFree(found.range) else { return nil }
        let words = spoken.text(found.range)
        return (.string(asISO ? found.day?.text ?? words : words), found.range)
    }

    private func time(_ asISO: Bool) -> Value? {
        guard let found = TimeReading(spoken).first(), spoken.isFree(found.range) else { return nil }
        let words = spoken.text(found.range)
        return (.string(asISO ? found.text ?? words : words), found.range)
    }

    // MARK: Numbers

    private func phone(_ isAsked: Bool) -> Value? {
        guard let (range, text) = NumberReading.digits(in: spoken, least: isAsked ? 3 : 6), spoken.isFree(range) else {
            return nil
        }
        let hasPlus = spoken.words[range].first?.text.hasPrefix("+") == true
        return (.string((hasPlus ? "+" : "") + text), range)
    }

    /// "A-1234" as it stands, digits one after the other joined.
    private func code(_ leaf: SchemaFilling.Leaf, _ isAsked: Bool) -> Value? {
        let mixed = spoken.words.indices.first { index in
            let text = spoken.words[index].text
            let digits = text.count { $0.isNumber }
            return digits > 0 && digits < text.count && spoken.isFree(index..<index + 1)
                && text.allSatisfy { $0.isLetter || $0.isNumber || "-_/#".contains($0) }
        }
        let run = NumberReading.digits(in: spoken, least: isAsked ? 1 : 2)
        if let run, spoken.isFree(run.range), run.text.count > 2 || mixed == nil {
            return (.string(run.text), run.range)
        }
        guard let mixed else { return nil }
        let text = spoken.words[mixed].text
        return (.string(text.hasPrefix("#") ? String(text.dropFirst()) : text), mixed..<mixed + 1)
    }

    private func number(_ leaf: SchemaFilling.Leaf, _ isAsked: Bool) -> Value? {
        let free = NumberReading.all(in: spoken).filter { spoken.isFree($0.range) && !isPronoun($0.range) }
        let fitting = free.compactMap { found in json(found.value).map { (value: $0, range: found.range) } }
            .filter { SlotFit.admits($0.value, leaf) }
        let names = Naming.words(of: leaf.name).filter { !StopWords.contains($0) }
        let described = FoldedWords.all(in: leaf.schema["description"]?.string ?? "", max: 40)
            .filter { !StopWords.contains($0) && $0 != "number" }
        let near = fitting.first { isNear($0.range, names) } ?? fitting.first { isNear($0.range, described) }
        return near ?? (leaf.isRequired || isAsked ? fitting.first : nil)
    }

    private func json(_ value: Double) -> JSON? {
        if let whole = Int(exactly: value) { return .number(JSONNumber(whole)) }
        return JSONNumber(value).map { .number($0) }
    }

    /// "this one" counts nothing.
    private func isPronoun(_ range: Range<Int>) -> Bool {
        guard range.count == 1, ["one", "uno"].contains(spoken.words[range.lowerBound].folded) else { return false }
        guard range.lowerBound > 0 else { return false }
        return ["the", "this", "that", "which", "another", "el", "ese", "otro"]
            .contains(spoken.words[range.lowerBound - 1].folded)
    }

    /// A word of the name stands right beside the number.
    private func isNear(_ range: Range<Int>, _ names: [String]) -> Bool {
        let around = max(0, range.lowerBound - 2)..<min(spoken.words.count, range.upperBound + 2)
        return around.contains { index in
            guard !range.contains(index) else { return false }
            return names.contains { compared[index].matches(ComparedWord($0, .english, .spanish)) }
        }
    }

    private func numbers(_ isWanted: Bool) -> Value? {
        let free = NumberReading.all(in: spoken).filter { spoken.isFree($0.range) }
        guard isWanted, let first = free.first, let last = free.last else { return nil }
        return (.array(free.compactMap { json($0.value) }), first.range.lowerBound..<last.range.upperBound)
    }
}
