/// `antiphon:allow(event-name) the proxy translates` in a comment: on its line and the next one. `allow-file` at any
/// place
/// is for the whole file. Without a reason it allows nothing.
struct Suppressions: Sendable {
    private var lines: [Int: Set<String>] = [:]
    private var file: Set<String> = []
    private(set) var complaints: [Finding] = []

    init(_ program: Program, path: String) {
        for comment in program.comments {
            let text = program.source.text(comment.range)
            guard text.holds("antiphon:allow") else { continue }
            read(text, comment, program, path)
        }
    }

    private mutating func read(_ text: String, _ comment: Comment, _ program: Program, _ path: String) {
        for (word, isForFile) in [("antiphon:allow(", false), ("antiphon:allow-file(", true)] {
            guard let start = text.offset(of: word), let close = text.offset(of: ")", from: start) else { continue }
            let rules = text.bytes((start + word.utf8.count)..<close).split(separator: ",").map { String($0).trimmed }
            let reason = text.bytes((close + 1)..<text.utf8.count).filter { $0.isLetter }
            let offset = comment.range.lowerBound + start
            guard reason.count > 2 else {
                var complaint = Finding(
                    .suppression,
                    .sure,
                    at: offset,
                    in: path,
                    "A suppression without a reason allows nothing: nobody could tell later whether it still holds.",
                    remedy: "antiphon:allow(\(rules.joined(separator: ", "))) why it is right here"
                )
                complaint.place(in: program.source)
                complaints.append(complaint)
                continue
            }
            if isForFile { file.formUnion(rules) }
            let line = program.source.lineIndex(of: offset) + 1
            if !isForFile { for allowed in [line, line + 1] { lines[allowed, default: []].formUnion(rules) } }
        }
    }

    func allow(_ finding: Finding) -> Bool {
        let rules = file.union(lines[finding.line] ?? [])
        return rules.contains(finding.rule.rawValue)
    }
}
