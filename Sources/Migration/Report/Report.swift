import Bytes

extension Finding {
    /// One object, on one line.
    public var json: String {
        let object: JSON = [
            "file": .string(file), "line": .number(JSONNumber(line)), "column": .number(JSONNumber(column)),
            "rule": .string(rule.rawValue), "certainty": .string(certainty.rawValue), "message": .string(message),
            "fix": .string(remedy), "safe": .bool(!edits.isEmpty),
        ]
        return object.text
    }
}

/// Findings for a person.
public enum Report {
    public static func text(_ findings: [Finding], filesRead: Int) -> String {
        let lines = findings.map { finding in
            let mark = finding.edits.isEmpty ? "" : "  (--fix does it)"
            return
                "\(finding.file):\(finding.line):\(finding.column): \(finding.certainty.rawValue) "
                + "\(finding.rule.rawValue)\n"
                + "    \(finding.message)\n    Instead: \(finding.remedy)\(mark)"
        }
        let sure = findings.count { $0.certainty == .sure }
        let files = Set(findings.map(\.file)).count
        let summary =
            findings.isEmpty
            ? "Nothing stale in \(count(filesRead, "file"))."
            : "\(count(findings.count, "finding")) (\(sure) sure, \(findings.count - sure) likely) in \(files) of "
                + "\(count(filesRead, "file"))."
        return (lines + [summary]).joined(separator: "\n")
    }

    private static func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }
}
