import Bytes
import Foundation
import Testing

/// The contract's data, `protocol/` in the repository, found from where this file stands.
enum ProtocolData {
    static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let folder = repository.appending(path: "protocol")

    static func text(_ path: String) -> String {
        try! String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    static func json(_ path: String) -> JSON { try! JSON(parsing: text(path)) }

    static let events: [EventRecord] = json("events.json")["events"]!.array!.map(EventRecord.init)

    static let wireObserved: [WireObserved] = text("wire-observed.jsonl")
        .split(separator: "\n").enumerated()
        .map { WireObserved(line: $0.offset + 1, json: try! JSON(parsing: String($0.element))) }

    /// Names within a folder of `examples/`, sorted.
    static func examples(_ folder: String) -> [Example] {
        let names = try! FileManager.default.contentsOfDirectory(
            atPath: Self.folder.appending(path: "examples/\(folder)").path
        )
        return names.sorted().map { Example(path: "\(folder)/\($0)") }
    }
}

/// A row of `events.json`.
struct EventRecord {
    let dialect: String
    let direction: String
    let type: String
    /// The name among the schema's `$defs`.
    let schema: String
    let transports: [String]

    init(_ json: JSON) {
        dialect = json["dialect"]!.string!
        direction = json["direction"]!.string!
        type = json["type"]!.string!
        schema = String(json["schema"]!.string!.split(separator: "/").last!)
        transports = json["transports"]!.array!.map { $0.string! }
    }
}

/// A file of `examples/`.
struct Example: Sendable, Hashable, CustomTestStringConvertible {
    let path: String

    var json: JSON { ProtocolData.json("examples/\(path)") }
    var testDescription: String { path }
}

/// A line of `wire-observed.jsonl`: what the live service really sent.
struct WireObserved: Sendable, CustomTestStringConvertible {
    let line: Int
    let json: JSON

    var event: JSON { json["event"]! }
    var testDescription: String { "line \(line): \(event["type"]?.string ?? "?")" }
}
