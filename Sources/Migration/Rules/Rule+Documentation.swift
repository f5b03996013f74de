extension Rule {
    /// What docs/check.md holds: every rule with an example, and the floors.
    public static var documentation: String {
        (all.map(\.section) + [floors]).joined(separator: "\n\n")
    }

    private var section: String {
        let fix = isFixable ? " `--fix` can do it, where it is safe." : ""
        let example = bad.first.map { "\n\n```\n\($0.text.filter { $0 != "◀" }.withoutTrailingComments)\n```" } ?? ""
        return """
            ### `\(id.rawValue)`

            \(title)\(example)

            * What breaks: \(breaks)
            * Instead: \(correct)\(fix)
            * Certainty: \(certainty).
            """
    }

    private static var floors: String {
        let rows = SDK.all.map { sdk in
            "| \(sdk.registry.rawValue) `\(sdk.name)` | \(sdk.floor ?? "never") | \(sdk.instead) |"
        }
        return "## The first release of each SDK that speaks GA\n\n"
            + (["| package | GA from | instead |", "| --- | --- | --- |"] + rows).joined(separator: "\n")
    }
}

extension String {
    /// The marks of examples stand in comments of their own.
    fileprivate var withoutTrailingComments: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var line = line
            while line.last == " " || line.last == "#" || line.last == "/" && line.dropLast().last == "/" {
                line.removeLast(line.last == "/" ? 2 : 1)
            }
            return String(line)
        }.joined(separator: "\n")
    }
}
