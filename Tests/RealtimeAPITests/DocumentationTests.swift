import Bytes
import Foundation
import RealtimeAPI
import Testing

/// The tables of the documentation say what the code does. `UPDATE_DOCS=1 swift test --filter DocumentationTests`
/// rewrites them; the diff is the review.
@Suite("Documentation")
struct DocumentationTests {
    static let update = ProcessInfo.processInfo.environment["UPDATE_DOCS"] != nil

    @Test("docs/protocol.md says which fields are supported and which are refused")
    func protocolTables() throws { try hold("protocol.md", to: ProtocolTables.text) }

    @Test("docs/errors.md lists every error")
    func errorTables() throws {
        #expect(ErrorTables.origins.count == Set(ErrorCode.allCases.map(\.entry.origin)).count)
        try hold("errors.md", to: ErrorTables.text)
    }

    @Test("docs/migration.md lists what one dialect says and the other cannot")
    func losses() throws { try hold("migration.md", to: MigrationTables.text) }

    @Test("Every remark is about an event of ours")
    func remarks() {
        #expect(Set(ProtocolTables.remarks.keys).isSubset(of: ServerEvent.types(in: .realtime)))
    }

    @Test("What is never sent has a remark that says so, and nothing else has", arguments: ExamplesTests.servers)
    func neverSent(_ example: Example) throws {
        guard example.path.hasPrefix("ga/"), let event = ServerEvent.read(try #require(example.json.object)) else {
            return
        }
        // The moment of this one is no part of its JSON.
        if case .rateLimitsUpdated = event.event { return }
        var dialect = Dialect.ga
        let isSent = !dialect.render(event.event, eventID: "event_1").isEmpty
        let isNever = ProtocolTables.remarks[event.event.type]?.hasPrefix("never") ?? false
        #expect(isSent != isNever)
    }

    @Test("No field stands in a table twice", arguments: ContractFieldsTests.clients)
    func once(_ pair: ContractFieldsTests.Pair) {
        let paths = FieldPath.all(in: pair.shape).map(\.path)
        #expect(paths.count == Set(paths).count)
    }

    /// Compares what stands between the two marks, line by line.
    private func hold(_ name: String, to tables: String) throws {
        let file = ProtocolData.repository.appending(path: "docs/\(name)")
        let text = try String(contentsOf: file, encoding: .utf8)
        let begin = try #require(text.range(of: "rewrites it. -->\n"))
        let end = try #require(text.range(of: "<!-- end -->"))
        let written = text[begin.upperBound..<end.lowerBound]
        let wanted = "\n\(tables)\n"
        if Self.update {
            let updated = text[..<begin.upperBound] + wanted + text[end.lowerBound...]
            return try updated.write(to: file, atomically: true, encoding: .utf8)
        }
        let lines = (wanted.split(separator: "\n"), written.split(separator: "\n"))
        let difference = lines.0.difference(from: lines.1)
        #expect(difference.map(description) == [], "docs/\(name) is old; UPDATE_DOCS=1 rewrites it")
        #expect(written == wanted)
    }

    private func description(_ change: CollectionDifference<Substring>.Change) -> String {
        switch change {
        case .insert(_, let line, _): "missing: \(line)"
        case .remove(_, let line, _): "left over: \(line)"
        }
    }
}
