package import Bytes
import Foundation

/// What was measured, one row for each server and question; a table for eyes, and an object for programs.
package struct Report: Sendable {
    package struct Row: Sendable {
        let subject: String
        let question: String
        let value: Double?
        let unit: String
        let detail: String
    }

    package private(set) var rows: [Row] = []
    package private(set) var failures: [String] = []
    private let isQuiet: Bool

    package init(isQuiet: Bool) { self.isQuiet = isQuiet }

    package mutating func add(
        _ subject: String,
        _ question: String,
        _ value: Double?,
        _ unit: String,
        _ detail: String = ""
    ) {
        let row = Row(subject: subject, question: question, value: value, unit: unit, detail: detail)
        rows.append(row)
        if !isQuiet { print(row.line) }
        flush()
    }

    package mutating func add(failure: String) {
        failures.append(failure)
        if !isQuiet { print("! \(failure)") }
        flush()
    }

    package static let header = Row.columns("server", "what", "value", "unit", "")

    package var json: JSON {
        let rows = rows.map { row -> JSON in
            [
                "server": .string(row.subject), "what": .string(row.question),
                "value": row.value.flatMap { JSONNumber($0) }.map { .number($0) } ?? .null,
                "unit": .string(row.unit), "detail": .string(row.detail),
            ]
        }
        return ["rows": .array(rows), "failures": .array(failures.map { .string($0) })]
    }
}

extension Report.Row {
    fileprivate var line: String {
        Self.columns(subject, question, value.map(Self.text) ?? "-", unit, detail)
    }

    fileprivate static func columns(
        _ subject: String,
        _ question: String,
        _ value: String,
        _ unit: String,
        _ detail: String
    ) -> String {
        let padded = [(subject, 22), (question, 52)].map { text, width in
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        let number = String(repeating: " ", count: max(0, 10 - value.count)) + value
        return padded.joined() + number + " " + unit + (detail.isEmpty ? "" : "  (\(detail))")
    }

    private static func text(_ value: Double) -> String {
        let digits = value.magnitude >= 100 ? 1.0 : 100.0
        let rounded = (value * digits).rounded() / digits
        return digits == 1 ? "\(Int(rounded))" : "\(rounded)"
    }
}

/// What was printed is seen at once, by a pipe too.
package func flush() { fflush(nil) }
