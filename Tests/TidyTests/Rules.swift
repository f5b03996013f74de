/// A broken rule, and where.
struct Finding: Equatable, CustomStringConvertible {
    let file: String
    var line: Int?
    let message: String

    var description: String { line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)" }
}

/// The rules, each a pure function from texts to findings, so that each can be shown to fail (`RulesCanFailTests`).
enum Rules {
    /// Only the drawn imports; a module that is not in the table fails.
    static func imports(_ file: SourceFile) -> [Finding] {
        guard let module = Module.all[file.module] else {
            return [Finding(file: file.path, message: "module '\(file.module)' is not in the table of Module.swift")]
        }
        return eachLine(of: file) { line in
            imported(line.code).filter { !module.imports.contains($0) }.map { "\(file.module) must not import \($0)" }
        }
    }

    /// Sans-IO stays sans-IO.
    static func purity(_ file: SourceFile) -> [Finding] {
        let bans = Module.all[file.module]?.banned ?? []
        return file.lines.indices.flatMap { index in
            bans.flatMap { ban in
                bannedWords(at: index, of: file, by: ban).map {
                    finding(file, index, "'\($0)' is banned in \(file.module): \(ban.reason)")
                }
            }
        }
    }

    /// Nothing that a peer sends may end the process. A line that cannot trap says why: `// sound: …`.
    static func traps(_ file: SourceFile) -> [Finding] {
        guard Module.all[file.module]?.mustNotTrap == true else { return [] }
        return eachLine(of: file) { line in
            if line.comment.contains(/\/\/ sound: \S/) { return [] }
            return trapping(line.code).map { "\($0) may end the process; if it cannot, say why: `// sound: …`" }
        }
    }

    /// No tabs, and lines that fit on a screen.
    static func shape(_ file: SourceFile) -> [Finding] {
        let isTest = file.path.hasPrefix("Tests/")
        return eachLine(of: file) { line in
            var messages: [String] = []
            if line.text.contains("\t") { messages.append("a tab; indent with four spaces") }
            // A quoted text in a test is data, and JSON cannot be broken where one likes.
            if line.text.count > 120, !(isTest && line.isQuoted) {
                messages.append("\(line.text.count) columns; a line has at most 120")
            }
            return messages
        }
    }

    static let tableMarker = "// A table: data, exempt from the size rule."

    /// A file is read in a sitting. A table is data, and says so in its first lines.
    static func size(_ file: SourceFile) -> [Finding] {
        let isTable = file.lines.prefix(5).contains { $0.comment.hasPrefix(tableMarker) }
        guard file.lines.count > 400, !isTable else { return [] }
        let message = "\(file.lines.count) lines; split it by what changes together, or mark it '\(tableMarker)'"
        return [Finding(file: file.path, message: message)]
    }

    /// What is left for later names the test that waits for it; code that is not run is deleted.
    static func leftovers(_ file: SourceFile, tests: [SourceFile]) -> [Finding] {
        eachLine(of: file) { line in
            if line.comment.contains(/\b(TODO|FIXME|XXX|HACK)\b/), !namesATest(line.comment, among: tests) {
                return ["left for later, but no test waits for it; name one: `(test: itsName)`"]
            }
            return isCommentedOutCode(line) ? ["code in a comment; delete it, git remembers it"] : []
        }
    }

    /// Tests use what users use.
    static func testable(_ file: SourceFile) -> [Finding] {
        eachLine(of: file) { $0.code.contains("@testable") ? ["no @testable: tests use what users use"] : [] }
    }

    /// Every folder of Sources stands in the first column of a table of ARCHITECTURE.md.
    static func architecture(_ text: String, folders: [String]) -> [Finding] {
        let cells = text.split(separator: "\n").filter { $0.hasPrefix("|") }.compactMap {
            $0.split(separator: "|").first
        }
        let named = cells.flatMap { $0.matches(of: /\w+/).map { String($0.0) } }
        return folders.filter { !named.contains($0) }.map {
            Finding(file: "ARCHITECTURE.md", message: "module \($0) is not in the table of modules")
        }
    }

    /// A placeholder holds a folder open until its first file comes.
    static func placeholders(_ paths: [String]) -> [Finding] {
        paths.filter { $0.hasSuffix("/Placeholder.swift") }.compactMap { path in
            let folder = path.dropLast("Placeholder.swift".count)
            let hasOthers = paths.contains { $0.hasPrefix(folder) && $0 != path }
            return hasOthers ? Finding(file: path, message: "the folder has other files now; delete this one") : nil
        }
    }

    /// In two pieces, so that this file does not find itself.
    static let registries = ["pypi" + ".org", "deb" + ".debian.org", "registry" + ".npmjs", "files" + ".pythonhosted"]

    /// Packages are installed by name; where from is the machine's business.
    static func registryNames(_ path: String, text: String) -> [Finding] {
        guard registries.contains(where: { text.contains($0) }) else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { index, line in
            registries.filter { line.contains($0) }.map {
                Finding(file: path, line: index + 1, message: "'\($0)' is the address of a package registry")
            }
        }
    }
}

extension Rules {
    private static func finding(_ file: SourceFile, _ index: Int, _ message: String) -> Finding {
        Finding(file: file.path, line: index + 1, message: message)
    }

    private static func eachLine(of file: SourceFile, _ messages: (SourceLine) -> [String]) -> [Finding] {
        file.lines.indices.flatMap { index in messages(file.lines[index]).map { finding(file, index, $0) } }
    }

    /// The modules that a line imports, whatever attributes and access level stand before the word.
    private static func imported(_ code: String) -> [String] {
        let kinds = "struct|class|enum|protocol|func|let|var|typealias|actor"
        return code.split(separator: ";").compactMap { statement in
            let words = statement.split(whereSeparator: \.isWhitespace)
            guard let keyword = words.firstIndex(of: "import") else { return nil }
            let name = words[(keyword + 1)...].drop { kinds.split(separator: "|").contains($0) }.first
            return name?.split(separator: ".").first.map(String.init)
        }
    }

    private static func bannedWords(at index: Int, of file: SourceFile, by ban: Ban) -> [String] {
        let code = file.lines[index].code
        return code.matches(of: /\w+/).compactMap { match -> String? in
            let word = String(match.0)
            if ban.names.contains(word) { return word }
            let before = code[..<match.range.lowerBound]
            guard code[match.range.upperBound...].first == "(", !before.hasSuffix("func ") else { return nil }
            if ban.calls.contains(word), before.last != "." { return word + "(" }
            guard ban.dice.contains(word), before.last == "." else { return nil }
            let rest = [code[match.range.upperBound...]] + file.lines[(index + 1)...].prefix(10).map { $0.code[...] }
            return arguments(at: rest.joined(separator: "\n")).contains("using:") ? nil : ".\(word)("
        }
    }

    /// What stands between the parenthesis that a text begins with and its partner.
    private static func arguments(at text: String) -> Substring {
        var depth = 0
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            if depth == 0 { return text[...index] }
        }
        return text[...]
    }

    private static func trapping(_ code: String) -> [String] {
        let words = ["try!", "as!", "fatalError("].filter { code.contains($0) }
        // A value followed by an exclamation mark that is neither `!=` nor the mark of `try!` or `as!`.
        let unwraps = code.matches(of: /(\w+|[)\]}>"?`])!(?!=)/).filter { !["try", "as"].contains($0.1) }
        return words + (unwraps.isEmpty ? [] : ["a force unwrap"])
    }

    private static func namesATest(_ comment: String, among tests: [SourceFile]) -> Bool {
        guard let name = comment.firstMatch(of: /\(test: (\w+)\)/)?.1 else { return false }
        return tests.contains { file in file.lines.contains { $0.code.contains("func \(name)(") } }
    }

    /// Only what is surely code: a comment alone on its line that begins or ends as no sentence does.
    private static func isCommentedOutCode(_ line: SourceLine) -> Bool {
        guard line.code.allSatisfy(\.isWhitespace), line.comment.hasPrefix("//"), !line.comment.hasPrefix("///") else {
            return false
        }
        let text = String(line.comment.dropFirst(2).drop(while: \.isWhitespace))
        return text.contains(/[;{}]\s*$/)
            || text.contains(/^(?:let|var) \w+(?:: \S+)? =\s/)
            || text.contains(/^(?:public |package |private |static )*func \w+[(<]/)
            || text.contains(/^(?:import \w+|return [\w.]+\(.*\)|(?:try |await )*[\w.]+\(.*\))$/)
    }
}
