import RealtimeAPI

/// The tables of `docs/errors.md`.
enum ErrorTables {
    static let origins: [(origin: ErrorCode.Origin, title: String)] = [
        (.event, "What a client event causes"),
        (.response, "What a response fails with"),
        (.transcription, "What the transcription of an item fails with"),
        (.session, "What ends a session"),
        (.connection, "What a connection or request is refused with"),
    ]

    static var text: String {
        origins.map { origin, title in
            let rows = ErrorCode.allCases.filter { $0.entry.origin == origin }.map(row).joined(separator: "\n")
            return """
                ## \(title)

                | code | type | close code | whose | when |
                | --- | --- | --- | --- | --- |
                \(rows)

                """
        }
        .joined(separator: "\n")
    }

    private static func row(_ code: ErrorCode) -> String {
        let entry = code.entry
        let close = entry.closeCode.map(String.init) ?? ""
        let whose = entry.isOurs ? "Antiphon's" : "the service's"
        return "| `\(code.rawValue)` | `\(entry.type)` | \(close) | \(whose) | \(entry.when) |"
    }
}
