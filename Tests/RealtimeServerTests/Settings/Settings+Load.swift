import Foundation
import RealtimeServer

extension Settings {
    /// Loads a file of this text, and otherwise only what is given.
    static func load(
        file text: String? = nil,
        environment: [String: String] = ["HOME": "/home/somebody"],
        arguments: [String] = []
    ) throws(SettingMistakes) -> Settings {
        guard let text else { return try load(arguments: arguments, environment: environment) }
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let file = folder.appending(path: "antiphon.yaml")
        try! FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try! Data(text.utf8).write(to: file)
        defer { try! FileManager.default.removeItem(at: folder) }
        return try load(arguments: ["--config", file.path] + arguments, environment: environment)
    }

    /// The mistakes as they are told, with the file's name alone.
    static func mistakes(
        file text: String? = nil,
        environment: [String: String] = ["HOME": "/home/somebody"],
        arguments: [String] = []
    ) -> [String] {
        do throws(SettingMistakes) {
            _ = try load(file: text, environment: environment, arguments: arguments)
            return []
        } catch {
            return error.mistakes.map { mistake in
                guard case .file(_, let line, let column) = mistake.source else { return mistake.description }
                return SettingMistake(.file("antiphon.yaml", line: line, column: column), mistake.message).description
            }
        }
    }
}
