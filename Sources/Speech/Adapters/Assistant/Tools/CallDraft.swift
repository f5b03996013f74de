internal import Bytes

/// A call that is being put together, over as many turns as it takes.
struct CallDraft {
    let tool: Callable
    let words: ToolWords
    private(set) var known: [String: JSON] = [:]
    private let now: AssistantTime?

    init(_ tool: Callable, _ words: ToolWords, now: AssistantTime?) {
        self.tool = tool
        self.words = words
        self.now = now
    }

    /// Takes what is in a text; what was asked for first of all.
    mutating func absorb(_ text: String, _ language: Language, asked: String? = nil) {
        let finder = SlotFinder(text, language, tool: words, known: known, asked: asked, now: now)
        for stage in SlotFinder.Stage.allCases {
            finder.stage = stage
            _ = try? SchemaFilling.filled(tool.parameters) { finder.find($0) }
        }
        known = finder.known
    }

    /// A value for a parameter that asks why somebody calls, if it has one.
    mutating func explain(_ text: String, as names: Set<String>) {
        var found: [String: JSON] = [:]
        _ = try? SchemaFilling.filled(tool.parameters) { leaf in
            guard leaf.type == "string", leaf.schema["enum"] == nil,
                Naming.words(of: leaf.name).contains(where: { names.contains($0) })
            else { return nil }
            found[leaf.path] = .string(text)
            return .string(text)
        }
        known.merge(found) { _, reason in reason }
    }

    /// The arguments as far as they are known, the rest made up, and what that is.
    func filled() throws(SchemaFilling.Refusal) -> SchemaFilling.Filled {
        let known = known
        return try SchemaFilling.filled(tool.parameters) { leaf in
            known[leaf.path].flatMap { SlotFit.admits($0, leaf) ? $0 : nil }
        }
    }
}
