import Bytes
import Foundation
import Migration
import Testing

/// What `az` printed about an account, as recorded: every file by its name, to be changed at will.
struct Recordings {
    var documents: [String: JSON] = [:]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Recorded")

    static let day = CalendarDay("2026-11-21") ?? CalendarDay(daysSince1970: 0)

    /// `production` is as it should be; `staging` has drifted.
    init(_ name: String = "production") throws {
        let folder = Self.folder.appending(path: name)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            documents[file] = try JSON(parsing: text)
        }
    }

    var environment: AzureEnvironment {
        var environment = AzureEnvironment()
        for (name, document) in documents.sorted(by: { $0.key < $1.key }) {
            let reading = environment.add(document, named: name)
            #expect(reading == .read, "\(name)")
        }
        return environment
    }

    func readiness(deployment: String? = nil, on day: CalendarDay = day) -> Readiness {
        Readiness(environment, deployment: deployment, on: day)
    }
}

/// One change of a recording: a field by its path, in which numbers are places of a list.
struct Edit: Sendable {
    let file: String
    let path: String
    /// Nil: the field is not there.
    let value: JSON?

    init(_ file: String, _ path: String, _ value: JSON?) {
        (self.file, self.path, self.value) = (file, path, value)
    }

    func apply(to recordings: inout Recordings) {
        guard let document = recordings.documents[file] else {
            recordings.documents[file] = value
            return
        }
        recordings.documents[file] =
            path.isEmpty ? value : document.setting(path.split(separator: "/").map(String.init)[...], value)
    }
}

extension JSON {
    fileprivate func setting(_ path: ArraySlice<String>, _ value: JSON?) -> JSON {
        guard let first = path.first else { return value ?? .null }
        if let place = Int(first), var elements = array {
            if path.count == 1, value == nil {
                elements.remove(at: place)
            } else if place == elements.count {
                elements.append(value ?? .null)
            } else {
                elements[place] = elements[place].setting(path.dropFirst(), value)
            }
            return .array(elements)
        }
        guard var object else { return self }
        object[first] = path.count == 1 ? value : object[first]?.setting(path.dropFirst(), value)
        return .object(object)
    }
}
