/// Text with places for what is known only when it is said: `{{text}}`, `{{output}}`, `{{tool}}`, `{{turn}}`.
public struct ScriptTemplate: Sendable, Equatable {
    public enum Name: String, Sendable, CaseIterable {
        /// What the user said last.
        case text
        /// What the function answered.
        case output
        /// The function that answered.
        case tool
        /// How many messages the user has sent.
        case turn
    }

    private enum Piece: Sendable, Equatable {
        case text(String)
        case place(Name)
    }

    /// There is no such place.
    public struct UnknownName: Error, Equatable {
        public let name: String
    }

    private var pieces: [Piece] = []

    public init(_ source: String) throws(UnknownName) {
        var rest = source[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let given = rest[open.upperBound..<close.lowerBound]
            let name = String(given.drop(while: \.isWhitespace).prefix { !$0.isWhitespace })
            guard let name = Name(rawValue: name) else { throw UnknownName(name: String(given)) }
            if open.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<open.lowerBound]))) }
            pieces.append(.place(name))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
    }

    /// The text, with its places filled in one pass: what is filled in is text, not a template.
    func text(for occasion: Occasion) -> String {
        pieces.reduce(into: "") { text, piece in
            switch piece {
            case .text(let piece): text += piece
            case .place(let name): text += occasion.value(of: name)
            }
        }
    }
}

extension Occasion {
    fileprivate func value(of name: ScriptTemplate.Name) -> String {
        switch (name, newest) {
        case (.text, _): text
        case (.turn, _): String(turn)
        case (.output, .outputs(let outputs)): outputs.map(\.text).joined(separator: " ")
        case (.tool, .outputs(let outputs)): outputs.map(\.tool).joined(separator: " ")
        case (.output, _), (.tool, _): ""
        }
    }
}
