/// What is looked for in the content: groups of words, any one of which will do.
package struct Question: Sendable, Equatable {
    struct Group: Sendable, Equatable {
        /// Stems and how well each stands for what was said, the word itself first.
        var alternatives: [(stem: String, weight: Double)]
        /// How much is missing where nothing of it is found.
        var importance: Double
        /// It was not said; the kind of question asks for it.
        var isCue = false

        /// It is about when something is open.
        var isOfHours: Bool { alternatives.contains { $0.stem == Self.hours } }
        private static let hours = LightStem.stem(Concepts.hours, .english)

        static func == (left: Self, right: Self) -> Bool {
            left.importance == right.importance && left.isCue == right.isCue
                && left.alternatives.elementsEqual(right.alternatives, by: ==)
        }
    }

    /// What is longer says no more.
    static let groupsMax = 24
    private static let kinWeight = 0.6
    private static let foreignWeight = 0.5
    /// A "when" may be answered without the word "hours".
    private static let cueImportance = 0.4

    var groups: [Group] = []
    /// "When", "how much" and "how long" are answered by something with a number in it.
    private(set) var wantsNumber = false
    var isEmpty: Bool { groups.isEmpty }
    let language: Language

    package init(_ text: String, _ language: Language) {
        self.language = language
        let words = FoldedWords.all(in: text, max: 256)
        var seen: Set<String> = []
        for word in words where !StopWords.contains(word) && !isCue(word, in: words) {
            let stem = LightStem.stem(word, language)
            guard seen.insert(stem).inserted, groups.count < Self.groupsMax else { continue }
            groups.append(group(for: word, stem))
        }
        addCues(words)
    }

    /// What was asked before counts for less than what is asked now.
    mutating func add(context: Question, importance: Double) {
        for group in context.groups where !groups.contains(group) && groups.count < Self.groupsMax {
            var group = group
            group.importance *= importance
            groups.append(group)
        }
    }

    private func group(for word: String, _ stem: String) -> Group {
        var alternatives = [(stem, 1.0)]
        let foreign = LightStem.stem(word, language.other)
        if foreign != stem { alternatives.append((foreign, 0.9)) }
        for kin in Concepts.kin(of: stem, language) where !alternatives.contains(where: { $0.0 == kin.stem }) {
            alternatives.append((kin.stem, kin.language == language ? Self.kinWeight : Self.foreignWeight))
        }
        return Group(alternatives: alternatives, importance: Self.houses.contains(word) ? Self.houseImportance : 1)
    }

    /// Who answers, rather than what is asked for.
    private static let houses: Set<String> = [
        "shop", "store", "clinic", "company", "business", "office", "tienda", "clinica", "empresa", "negocio",
        "oficina",
    ]
    private static let houseImportance = 0.2

    /// "time" in "what time" asks, and is not what is asked about.
    private func isCue(_ word: String, in words: [String]) -> Bool {
        switch word {
        case "time": words.contains("what")
        case "hora": words.contains("que")
        case "long", "often": words.contains("how")
        case "dura", "duran", "tarda", "tardan": words.contains { $0.hasPrefix("cuant") }
        default: false
        }
    }

    private mutating func addCues(_ words: [String]) {
        for (cue, concept) in Self.cues where cue.allSatisfy({ words.contains($0) }) {
            add(cue: concept)
            wantsNumber = wantsNumber || concept != Concepts.location
        }
        let isLong = words.contains("how") && words.contains { ["long", "soon", "many", "early"].contains($0) }
        wantsNumber = wantsNumber || isLong || words.contains { $0.hasPrefix("cuant") }
    }

    private static let cues: [(cue: [String], concept: String)] = [
        (["when"], Concepts.hours), (["what", "time"], Concepts.hours), (["cuando"], Concepts.hours),
        (["que", "hora"], Concepts.hours), (["where"], Concepts.location), (["donde"], Concepts.location),
        (["how", "much"], Concepts.price), (["cuanto"], Concepts.price), (["cuanta"], Concepts.price),
    ]

    /// A heading may be a question itself: what it asks for stands below it.
    static func asked(in heading: String) -> [String] {
        let words = FoldedWords.all(in: heading, max: 64)
        return cues.filter { cue in cue.cue.allSatisfy { words.contains($0) } }
            .map { LightStem.stem($0.concept, .english) }
    }

    private mutating func add(cue: String) {
        let stem = LightStem.stem(cue, .english)
        let kin = Concepts.kin(of: stem, .english)
        let isSaid = groups.contains { group in
            kin.contains { $0.stem == group.alternatives.first?.stem }
        }
        guard !isSaid else { return }
        let importance = groups.isEmpty ? 1 : Self.cueImportance
        groups.append(Group(alternatives: kin.map { ($0.stem, Self.kinWeight) }, importance: importance, isCue: true))
    }
}
