internal import CSQLite

/// Why the storage could not do what it was asked. Each says what the operator can do about it.
public enum StorageError: Error, Sendable, Equatable {
    /// The data directory, or the file in it, cannot be made or opened.
    case cannotOpen(path: String, why: String)
    case full(path: String)
    case inputOutput(path: String, code: Int32)
    case readOnly(path: String)
    /// Another process holds the file for longer than anybody should.
    case busy(path: String)
    case damaged(path: String)
    /// Written by a later version of this program.
    case newer(path: String, version: Int, known: Int)
    case closed
    case tooManyKeys(limit: Int)
    case nameTaken(String)
    case failed(String)

    static let busySeconds = 5

    /// From SQLite's primary result code, https://sqlite.org/rescode.html.
    init(_ code: Int32, path: String, message: String) {
        switch code & 0xFF {
        case SQLITE_FULL: self = .full(path: path)
        case SQLITE_IOERR: self = .inputOutput(path: path, code: code)
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly(path: path)
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(path: path)
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged(path: path)
        case SQLITE_CANTOPEN: self = .cannotOpen(path: path, why: message)
        default: self = .failed("SQLite says: \(message) (\(code))")
        }
    }
}

extension StorageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotOpen(let path, let why):
            "\(path) cannot be opened: \(why). Give another directory with --data, or --data none to keep nothing."
        case .full(let path):
            "there is no space left for \(path), or it is as large as it may be. Free some; no restart is needed."
        case .inputOutput(let path, let code):
            "reading or writing \(path) failed (SQLite \(code)). Look at the disk, its quota and its mount."
        case .readOnly(let path): "\(path) may not be written. Give its directory to the user that runs this program."
        case .busy(let path): "another process has held \(path) for \(Self.busySeconds) seconds. Find and end it."
        case .damaged(let path):
            "\(path) is damaged or no database. Move it away: keys and secrets that were in it must be made again."
        case .newer(let path, let version, let known):
            "\(path) has version \(version), and this program knows \(known). Use the newer program."
        case .closed: "it is closed, as the program is ending."
        case .tooManyKeys(let limit): "at most \(limit) keys are kept. Revoke some first."
        case .nameTaken(let name): "there is a key '\(name)' already. Revoke it first, or choose another name."
        case .failed(let why): why
        }
    }
}
