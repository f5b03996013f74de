import Foundation

/// A folder of a test's own, gone with the value that holds it.
final class TemporaryFolder: Sendable {
    let path: String

    init() { path = FileManager.default.temporaryDirectory.appending(path: "antiphon-\(UUID())").path }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func mode(of name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + name)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }
}
