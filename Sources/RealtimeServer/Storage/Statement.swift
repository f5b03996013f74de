internal import CSQLite

/// A value as SQLite keeps it.
enum SQLValue: Sendable, Equatable {
    case null
    case int(Int)
    case text(String)
    case blob([UInt8])

    init(_ int: Int?) { self = int.map { .int($0) } ?? .null }
    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
}

/// A prepared statement. What a caller says reaches it as a bound value and never as SQL.
final class Statement {
    private let handle: OpaquePointer

    /// Nil where SQLite refuses the text; the database knows why.
    init?(_ sql: StaticString, on database: OpaquePointer) {
        var handle: OpaquePointer?
        let text = UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self)
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        sqlite3_prepare_v3(database, text, Int32(sql.utf8CodeUnitCount), flags, &handle, nil)
        guard let handle else { return nil }
        self.handle = handle
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds the values in the order of the SQL's question marks.
    func bind(_ values: [SQLValue]) -> Int32 {
        for (index, value) in values.enumerated() {
            let status = bind(value, at: Int32(index + 1))
            guard status == SQLITE_OK else { return status }
        }
        return SQLITE_OK
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .int(let int): return sqlite3_bind_int64(handle, index, Int64(int))
        case .text(var text):
            return text.withUTF8 { utf8 in
                // An empty text may have no address, which SQLite would take for a null.
                guard let base = utf8.baseAddress else { return sqlite3_bind_text(handle, index, "", 0, nil) }
                return base.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
                    sqlite3_bind_text(handle, index, $0, Int32(clamping: utf8.count), csqlite_transient())
                }
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob(handle, index, $0.baseAddress, Int32(clamping: $0.count), csqlite_transient())
            }
        }
    }

    func step() -> Int32 { sqlite3_step(handle) }

    /// Makes it ready for the next use, and holds nothing of this one: no lock, and no value that was bound.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    var row: Row { Row(handle: handle) }

    /// The columns of the row that the last step found, valid until the next step.
    struct Row {
        fileprivate let handle: OpaquePointer

        func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }

        func optionalInt(_ column: Int32) -> Int? {
            sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : int(column)
        }

        func text(_ column: Int32) -> String? {
            guard let start = sqlite3_column_text(handle, column) else { return nil }
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
            return String(decoding: bytes, as: UTF8.self)
        }

        func blob(_ column: Int32) -> [UInt8] {
            guard let start = sqlite3_column_blob(handle, column) else { return [] }
            return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
        }
    }
}
