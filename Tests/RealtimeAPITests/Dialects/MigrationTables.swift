import RealtimeAPI

/// The tables of `docs/migration.md` that the code makes.
enum MigrationTables {
    static var text: String {
        [
            changes("Events that a client sends", DialectTable.preview.clientEventChanges),
            changes("Events that it receives", DialectTable.preview.serverEventChanges),
            changes("Fields of `session`", DialectTable.preview.fieldChanges(in: .realtime)),
            changes("Fields of a transcription session", DialectTable.preview.fieldChanges(in: .transcription)),
            section("What the Preview cannot say of GA", .fromGA),
            section("What GA cannot say of the Preview", .toGA),
        ].joined(separator: "\n")
    }

    private static func changes(_ title: String, _ changes: [DialectTable.Change]) -> String {
        let rows = changes.map { "| \(word($0.own, none: "new")) | \(word($0.ga, none: "gone")) |" }
        return "### \(title)\n\n| Preview | GA |\n| --- | --- |\n" + rows.joined(separator: "\n") + "\n"
    }

    private static func word(_ word: String?, none: String) -> String { word.map { "`\($0)`" } ?? none }

    private static func section(_ title: String, _ direction: Loss.Direction) -> String {
        let rows = Loss.allCases.filter { $0.entry.direction == direction }.map { loss in
            "| `\(loss.rawValue)` | \(loss.entry.what) | \(fate(loss.entry.fate)) |"
        }
        return "### \(title)\n\n| name | what | what becomes of it |\n| --- | --- | --- |\n"
            + rows.joined(separator: "\n") + "\n"
    }

    private static func fate(_ fate: Loss.Fate) -> String {
        switch fate {
        case .dropped: "left out, and reported by this name"
        case .kept: "said as it is, and reported by this name"
        case .refused: "refused: the client is told by an `error` event"
        case .absent: "there are no words for it; nothing is reported"
        }
    }
}
