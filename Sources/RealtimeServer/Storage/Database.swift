internal import CSQLite
internal import Glibc

/// An open SQLite database. It belongs to one thread at a time; statements are prepared once and kept.
final class Database {
    let path: String
    private let handle: OpaquePointer
    /// By the address of their text: SQL is literals, so there are as many as the source has.
    private var statements: [UnsafePointer<UInt8>: Statement] = [:]

    /// Larger than this the file does not grow.
    init(at place: StoragePlace, bytesMax: Int) throws(StorageError) {
        path = place.path
        if case .directory(let directory) = place { try Self.prepare(directory, file: path) }
        var opened: OpaquePointer?
        // One thread, so no mutexes; the owner sees to that.
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let status = sqlite3_open_v2(path, &opened, flags, nil)
        guard let opened else { throw StorageError(status, path: path, message: "there is no memory for it") }
        handle = opened
        guard status == SQLITE_OK else { throw error(status) }
        sqlite3_busy_timeout(handle, Int32(StorageError.busySeconds * 1_000))
        try configure()
        try set("max_page_count", to: bytesMax / (try number("PRAGMA page_size")))
    }

    // Closes when the last statement is gone, which may be a moment later.
    deinit { sqlite3_close_v2(handle) }

    /// WAL, so that a second process may write while this one reads. Every commit reaches the disk before it is
    /// answered: a key that was revoked stays so after the power went.
    private func configure() throws(StorageError) {
        try keepLogAhead()
        try run("PRAGMA synchronous = FULL")
        try run("PRAGMA secure_delete = ON")
        try run("PRAGMA trusted_schema = OFF")
        try run("PRAGMA journal_size_limit = 1048576")
    }

    /// Of two who turn a new file to WAL at the same time, SQLite tells one at once that it is busy, and does not wait.
    /// To begin to write waits as usual, until the other is through.
    private func keepLogAhead() throws(StorageError) {
        for _ in 1..<Self.turnsToWAL {
            do throws(StorageError) {
                return try run("PRAGMA journal_mode = WAL")
            } catch {
                guard case .busy = error else { throw error }
                try transaction { () throws(StorageError) in }
            }
        }
        try run("PRAGMA journal_mode = WAL")
    }

    private static let turnsToWAL = 100

    /// Makes the directory and the file for their owner alone. SQLite gives the files beside it the same mode.
    private static func prepare(_ directory: String, file: String) throws(StorageError) {
        var made = ""
        for part in directory.split(separator: "/", omittingEmptySubsequences: false) {
            made += part + "/"
            guard !part.isEmpty, mkdir(made, 0o700) != 0, errno != EEXIST, errno != EROFS, errno != EACCES else {
                continue
            }
            throw .cannotOpen(path: directory, why: String(cString: strerror(errno)))
        }
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(path: file, why: String(cString: strerror(errno))) }
        // Also where somebody made it with a wider mode. It is ours to change, or it is not ours to close either.
        fchmod(descriptor, 0o600)
        close(descriptor)
    }

    func error(_ status: Int32) -> StorageError {
        StorageError(status, path: path, message: String(cString: sqlite3_errmsg(handle)))
    }

    func run(_ sql: StaticString, _ values: [SQLValue] = []) throws(StorageError) {
        try rows(sql, values) { _ in }
    }

    /// A pragma takes no bound value. The name is the source's own, and a number is a number.
    func set(_ pragma: StaticString, to value: Int) throws(StorageError) {
        let status = sqlite3_exec(handle, "PRAGMA \(pragma) = \(value)", nil, nil, nil)
        guard status == SQLITE_OK else { throw error(status) }
    }

    /// How many rows the last statement changed.
    var changes: Int { Int(sqlite3_changes(handle)) }

    @discardableResult
    func rows<Value>(
        _ sql: StaticString,
        _ values: [SQLValue] = [],
        _ read: (Statement.Row) throws(StorageError) -> Value
    ) throws(StorageError) -> [Value] {
        let statement = try prepared(sql)
        defer { statement.reset() }
        let bound = statement.bind(values)
        guard bound == SQLITE_OK else { throw error(bound) }
        var rows: [Value] = []
        while true {
            switch statement.step() {
            case SQLITE_ROW: rows.append(try read(statement.row))
            case SQLITE_DONE: return rows
            case let status: throw error(status)
            }
        }
    }

    /// The one number that a statement answers with.
    func number(_ sql: StaticString, _ values: [SQLValue] = []) throws(StorageError) -> Int {
        try rows(sql, values) { $0.int(0) }.first ?? 0
    }

    /// All of `body` or nothing of it. Begins as a writer, so that it cannot find out half way that another one is.
    func transaction(_ body: () throws(StorageError) -> Void) throws(StorageError) {
        try run("BEGIN IMMEDIATE")
        do throws(StorageError) {
            try body()
            try run("COMMIT")
        } catch {
            // SQLite may have rolled back by itself, as it does when the disk is full.
            if sqlite3_get_autocommit(handle) == 0 { try? run("ROLLBACK") }
            throw error
        }
    }

    private func prepared(_ sql: StaticString) throws(StorageError) -> Statement {
        if let statement = statements[sql.utf8Start] { return statement }
        guard let statement = Statement(sql, on: handle) else { throw error(sqlite3_extended_errcode(handle)) }
        statements[sql.utf8Start] = statement
        return statement
    }
}
