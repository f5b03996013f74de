/// What has come and was not read yet. It owns no memory while it is empty, as most connections are idle.
struct InputBuffer: Sendable {
    private var storage: [UInt8] = []
    private var start = 0
    /// How many bytes from `start` are known to hold no line feed: a line that comes byte by byte is searched once.
    private var searched = 0

    var count: Int { storage.count - start }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if start > storage.count / 2 {
            storage.removeSubrange(..<start)
            start = 0
        }
        storage.append(contentsOf: bytes)
    }

    mutating func removeAll() { self = InputBuffer() }

    /// Everything that is left, for whoever reads another protocol from here on.
    mutating func takeAll() -> [UInt8] {
        defer { removeAll() }
        return Array(storage[start...])
    }

    mutating func take(max: Int) -> [UInt8] {
        let end = start + min(max, count)
        defer { consume(to: end) }
        return Array(storage[start..<end])
    }

    /// Reads the next line, whose end is CR LF and is not given on. Nil while the end has not come.
    ///
    /// What is refused does not depend on how the bytes were cut: a line is too long as soon as so many bytes of it
    /// have
    /// come, and otherwise nothing is said of a line before its end is there.
    mutating func readLine<Result>(
        bytesMax: Int,
        tooLong: HTTPViolation,
        _ read: (UnsafeRawBufferPointer) throws(HTTPViolation) -> Result
    ) throws(HTTPViolation) -> Result? {
        let limit = min(count, max(bytesMax, 0))
        guard let end = lineFeed(before: limit) else {
            searched = limit
            if count >= bytesMax { throw tooLong }
            return nil
        }
        guard end > start, storage[end - 1] == Octet.carriageReturn else { throw .bareLineFeed }
        let line = start..<(end - 1)
        let result = try storage.span.withUnsafeBytes { (bytes) throws(HTTPViolation) in
            try read(UnsafeRawBufferPointer(rebasing: bytes[line]))
        }
        consume(to: end + 1)
        return result
    }

    private func lineFeed(before limit: Int) -> Int? {
        let from = start + min(searched, limit)
        let end = start + limit
        return storage.withUnsafeBufferPointer { bytes in
            var position = from
            while position < end {
                if bytes[position] == Octet.lineFeed { return position }
                position += 1
            }
            return nil
        }
    }

    private mutating func consume(to end: Int) {
        start = end
        searched = 0
        if start == storage.count { removeAll() }
    }
}
