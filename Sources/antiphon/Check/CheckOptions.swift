import Migration

/// What `antiphon check` is asked.
struct CheckOptions {
    var paths: [String] = []
    var isJSON = false
    var fixes = false
    var showsDiff = false
    var showsRules = false
    var isSureOnly = false
    var looksIntoIgnored = false
    var readsMarkdown = false
    var rules: Set<RuleID> = []
    var excluded: [String] = []

    struct Mistake: Error {
        let text: String
    }

    init(_ arguments: [String]) throws(Mistake) {
        var rest = arguments[...]
        var onlyPaths = false
        while let word = rest.popFirst() {
            guard !onlyPaths, word.hasPrefix("-"), word != "-" else {
                paths.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            switch parts[0] {
            case "--": onlyPaths = true
            case "--json": isJSON = true
            case "--fix": fixes = true
            case "--diff": showsDiff = true
            case "--rules": showsRules = true
            case "--sure": isSureOnly = true
            case "--ignored": looksIntoIgnored = true
            case "--markdown": readsMarkdown = true
            case "--rule": try addRule(parts.count > 1 ? parts[1] : rest.popFirst())
            case "--exclude": try addExcluded(parts.count > 1 ? parts[1] : rest.popFirst())
            default: throw Mistake(text: "antiphon check has no option '\(parts[0])'.")
            }
        }
        if paths.isEmpty, !showsRules { throw Mistake(text: "antiphon check needs a file or a folder.") }
    }

    private mutating func addRule(_ name: String?) throws(Mistake) {
        guard let name else { throw Mistake(text: "--rule needs a rule's name.") }
        guard let rule = RuleID(rawValue: name) else {
            throw Mistake(text: "There is no rule '\(name)'; `--rules` lists them.")
        }
        rules.insert(rule)
    }

    private mutating func addExcluded(_ pattern: String?) throws(Mistake) {
        guard let pattern else { throw Mistake(text: "--exclude needs a pattern.") }
        excluded.append(pattern)
    }

    static let help = """
        antiphon check: finds what a client must change to move to the current API

        Usage: antiphon check [options] PATH…

        Reads source trees, manifests and recorded events (.jsonl), and names every line that GA refuses or ignores.

          --json            one finding a line, as a JSON object
          --sure            only what is sure
          --rule NAME       only this rule; may be given several times
          --exclude GLOB    leave out files and folders of that name or path; may be given several times
          --ignored         look into ignored folders, too (.gitignore, node_modules, vendor, build products)
          --markdown        read the code in Markdown files, too
          --diff            show the safe changes, change nothing
          --fix             show the safe changes, then make them
          --rules           list the rules

        A comment 'antiphon:allow(RULE) why' allows a line and the next one, 'antiphon:allow-file(RULE) why' a file.
        Exit codes: 0 nothing found, 1 something found, 2 wrong usage or a path that cannot be read.
        """
}
