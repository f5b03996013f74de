/// Finds whether a text holds any of a few words, reading most of it in steps: what a tree of a gigabyte is sifted
/// with.
///
/// Wu and Manber's way: the last two bytes of a window of the shortest word's length say how far the window may move.
public struct Needles: Sendable {
    private let words: [[UInt8]]
    private let window: Int
    private let shifts: [UInt8]

    /// Words are compared without regard to case, so they are given in lower case. Each has at least two bytes.
    public init(_ words: [String]) {
        let all = words.map { Array($0.utf8) }.filter { $0.count > 1 }
        let window = min(all.map(\.count).min() ?? 2, 200)
        var shifts = [UInt8](repeating: UInt8(window - 1), count: 65_536)
        for word in all {
            for end in 1..<window {
                let pair = Self.pair(word[end - 1], word[end])
                shifts[pair] = min(shifts[pair], UInt8(window - 1 - end))
            }
        }
        self.words = all
        self.window = window
        self.shifts = shifts
    }

    private static func pair(_ first: UInt8, _ second: UInt8) -> Int { Int(first | 0x20) << 8 | Int(second | 0x20) }

    public func areFound(in bytes: UnsafeRawBufferPointer) -> Bool {
        guard !words.isEmpty else { return false }
        var end = window - 1
        return shifts.withUnsafeBufferPointer { shifts in
            while end < bytes.count {
                let shift = shifts[Self.pair(bytes[end - 1], bytes[end])]
                if shift > 0 {
                    end += Int(shift)
                } else {
                    if isWord(at: end - window + 1, of: bytes) { return true }
                    end += 1
                }
            }
            return false
        }
    }

    private func isWord(at start: Int, of bytes: UnsafeRawBufferPointer) -> Bool {
        words.contains { word in
            guard start + word.count <= bytes.count else { return false }
            return word.indices.allSatisfy { bytes[start + $0] == word[$0] || bytes[start + $0] | 0x20 == word[$0] }
        }
    }
}
