import Foundation
import Testing

/// A Swift text of the project, with its place in it.
struct SourceFile: Sendable, CustomStringConvertible, CustomTestStringConvertible {
    /// The folder that holds Package.swift.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    let path: String
    let lines: [SourceLine]

    init(path: String, text: String) {
        self.path = path
        lines = SourceLine.lines(of: text)
    }

    /// `Sources/Bytes/JSON.swift` belongs to Bytes, `Tests/BytesTests/…` to BytesTests.
    var module: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    var description: String { path }
    var testDescription: String { path }

    /// The Swift files under a folder of the project, in the order of their names.
    static func all(under folder: String) -> [SourceFile] {
        paths(under: folder).filter { $0.hasSuffix(".swift") }.map { path in
            SourceFile(path: path, text: text(at: path) ?? "")
        }
    }

    /// The folders directly in a folder of the project.
    static func folders(in folder: String) -> [String] {
        let parts = paths(under: folder).map { $0.split(separator: "/") }
        return Set(parts.filter { $0.count > 2 }.map { String($0[1]) }).sorted()
    }

    /// Every file under a folder of the project. What tools keep or build (`.git`, `.build`) is not followed.
    static func paths(under folder: String) -> [String] {
        let start = folder.isEmpty ? root : root.appending(path: folder)
        guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [] }
        var found: [String] = []
        while let name = walk.nextObject() as? String {
            if [".build", ".git", ".swiftpm", "__pycache__"].contains(name.split(separator: "/").last ?? "") {
                walk.skipDescendants()
            } else if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
                found.append(folder.isEmpty ? name : "\(folder)/\(name)")
            }
        }
        return found.sorted()
    }

    /// The text of a file, or nil if it is absent or no text.
    static func text(at path: String) -> String? {
        try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
