/// A way through an object, as errors name it: `session.tools[0].name`.
struct FieldWay: Equatable {
    private(set) var steps: [Substring]

    init(_ text: String) { steps = text.split(separator: ".", omittingEmptySubsequences: false) }
    init(_ steps: [Substring]) { self.steps = steps }

    var text: String { steps.joined(separator: ".") }
    var rest: FieldWay { FieldWay(Array(steps.dropFirst())) }

    /// Where the names stand at its beginning: what follows the last, such as `[0]`, and the rest of the way.
    func after(_ names: [String]) -> (suffix: Substring, rest: FieldWay)? {
        guard let last = names.last, steps.count >= names.count else { return nil }
        guard zip(names.dropLast(), steps).allSatisfy({ $0 == $1 }) else { return nil }
        let step = steps[names.count - 1]
        guard step.hasPrefix(last), step.dropFirst(last.count).first.map({ $0 == "[" }) ?? true else { return nil }
        return (step.dropFirst(last.count), FieldWay(Array(steps.dropFirst(names.count))))
    }

    /// The way through these names, with what followed the last.
    init(_ names: [String], _ suffix: Substring, _ rest: FieldWay) {
        steps = names.dropLast().map { Substring($0) } + [Substring(names.last ?? "") + suffix] + rest.steps
    }
}

extension ObjectRule {
    /// The same way in the other dialect; nil: it begins with none of the fields.
    func way(fromGA way: FieldWay) -> FieldWay? {
        for field in fields {
            guard case .both(let value) = field.standing, let found = way.after(field.ga) else { continue }
            return FieldWay([field.own], found.suffix, value.way(fromGA: found.rest))
        }
        return nil
    }

    func way(toGA way: FieldWay) -> FieldWay? {
        for field in fields {
            guard case .both(let value) = field.standing, let found = way.after([field.own]) else { continue }
            return FieldWay(field.ga, found.suffix, value.way(toGA: found.rest))
        }
        return nil
    }
}

extension ValueRule {
    /// A word has no inside.
    fileprivate func way(fromGA way: FieldWay) -> FieldWay {
        switch self {
        case .words: FieldWay([])
        case .object(let rule): rule.way(fromGA: way) ?? way
        case .list(let rule): rule.way(fromGA: way)
        case .same, .name, .parts: way
        }
    }

    fileprivate func way(toGA way: FieldWay) -> FieldWay {
        switch self {
        case .object(let rule): rule.way(toGA: way) ?? way
        case .list(let rule): rule.way(toGA: way)
        case .same, .name, .parts, .words: way
        }
    }
}
