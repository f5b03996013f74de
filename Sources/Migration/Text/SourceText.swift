/// A file's text as UTF-8, whatever it was written in, with the way back from an offset to a line and a column.
public struct SourceText: Sendable {
    public enum Encoding: Sendable, Equatable {
        case utf8(mark: Bool)
        case utf16(littleEndian: Bool)
    }

    public let bytes: [UInt8]
    public let encoding: Encoding
    private let lineStarts: [Int]

    /// Nil: not a text. A zero byte without a mark of UTF-16 means that a program wrote it, not a person.
    public init?(_ file: [UInt8]) {
        if file.starts(with: [0xEF, 0xBB, 0xBF]) {
            self.init(utf8: Array(file.dropFirst(3)), encoding: .utf8(mark: true))
        } else if file.starts(with: [0xFF, 0xFE]) {
            self.init(utf16: file.dropFirst(2), littleEndian: true)
        } else if file.starts(with: [0xFE, 0xFF]) {
            self.init(utf16: file.dropFirst(2), littleEndian: false)
        } else if file.prefix(Self.looksBinaryWithin).contains(0) {
            return nil
        } else {
            self.init(utf8: file, encoding: .utf8(mark: false))
        }
    }

    public init(_ text: String) { self.init(utf8: Array(text.utf8), encoding: .utf8(mark: false)) }

    private static let looksBinaryWithin = 8_192

    private init(utf8 bytes: [UInt8], encoding: Encoding) {
        self.bytes = bytes
        self.encoding = encoding
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
        lineStarts = starts
    }

    private init(utf16 file: ArraySlice<UInt8>, littleEndian: Bool) {
        var units: [UInt16] = []
        units.reserveCapacity(file.count / 2)
        var index = file.startIndex
        while index + 1 < file.endIndex {
            let first = UInt16(file[index])
            let second = UInt16(file[index + 1])
            units.append(littleEndian ? second << 8 | first : first << 8 | second)
            index += 2
        }
        self.init(
            utf8: Array(String(decoding: units, as: UTF16.self).utf8),
            encoding: .utf16(littleEndian: littleEndian)
        )
    }

    /// Where an offset is, both counted from 1; columns in characters as editors count them.
    public func position(of offset: Int) -> (line: Int, column: Int) {
        let line = lineIndex(of: offset)
        let start = lineStarts[line]
        let continuation = bytes[start..<max(start, min(offset, bytes.count))].count { $0 & 0xC0 == 0x80 }
        return (line + 1, max(0, offset - start) - continuation + 1)
    }

    /// The line that holds an offset, counted from 0.
    func lineIndex(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    var lineCount: Int { lineStarts.count }

    /// The bytes of a line, counted from 0, without its end; empty beyond the last.
    func line(_ index: Int) -> ArraySlice<UInt8> {
        guard lineStarts.indices.contains(index) else { return [] }
        let start = lineStarts[index]
        var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return bytes[start..<end]
    }

    /// The whole of a line, its end included.
    func lineRange(_ index: Int) -> Range<Int> {
        guard lineStarts.indices.contains(index) else { return bytes.count..<bytes.count }
        return lineStarts[index]..<(index + 1 < lineStarts.count ? lineStarts[index + 1] : bytes.count)
    }

    func text(_ range: Range<Int>) -> String {
        let low = max(0, min(range.lowerBound, bytes.count))
        return String(decoding: bytes[low..<max(low, min(range.upperBound, bytes.count))], as: UTF8.self)
    }

    /// A changed text as the file held it: same encoding, same mark.
    public func encoded(_ changed: [UInt8]) -> [UInt8] {
        switch encoding {
        case .utf8(let mark): return (mark ? [0xEF, 0xBB, 0xBF] : []) + changed
        case .utf16(let littleEndian):
            let units = [0xFEFF] + String(decoding: changed, as: UTF8.self).utf16
            return units.flatMap { unit in
                let low = UInt8(unit & 0xFF)
                let high = UInt8(unit >> 8)
                return littleEndian ? [low, high] : [high, low]
            }
        }
    }
}
