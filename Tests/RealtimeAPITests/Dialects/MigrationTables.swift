import RealtimeAPI

/// The tables of `docs/migration.md` that the code makes.
enum MigrationTables {
    static var text: String {
        [
            section("What the Preview cannot say of GA", .fromGA),
            section("What GA cannot say of the Preview", .toGA),
        ].joined(separator: "\n")
    }

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
