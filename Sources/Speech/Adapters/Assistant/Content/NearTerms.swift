/// Finds the terms that differ from a word by one letter: too many, too few, or another one.
///
/// With one difference, a term has its first half or its second half in common with the word. So terms are kept by
/// their length and each half, and few are compared.
struct NearTerms: Sendable {
    /// Shorter words have neighbours that mean something else.
    static let bytesMin = 5
    private static let bytesMax = 32
    /// So many terms of one half are compared.
    private static let comparedMax = 512

    private var places: [Half: [Int32]] = [:]

    private struct Half: Hashable {
        let length: Int
        let isFirst: Bool
        let bytes: [UInt8]
    }

    mutating func add(_ term: String, _ number: Int32) {
        let bytes = Array(term.utf8)
        guard (Self.bytesMin - 1...Self.bytesMax).contains(bytes.count) else { return }
        for half in Self.halves(of: bytes, as: bytes.count) { places[half, default: []].append(number) }
    }

    func near(_ word: String, _ term: (Int32) -> String) -> [Int32] {
        let bytes = Array(word.utf8)
        guard (Self.bytesMin...Self.bytesMax).contains(bytes.count) else { return [] }
        var found: [Int32] = []
        for length in bytes.count - 1...bytes.count + 1 {
            for half in Self.halves(of: bytes, as: length) {
                for number in (places[half] ?? []).prefix(Self.comparedMax) where !found.contains(number) {
                    if EditDistance.isOne(bytes, Array(term(number).utf8)) { found.append(number) }
                }
            }
        }
        return found
    }

    /// The halves that a term of a length has, if it shares them with these bytes.
    private static func halves(of bytes: [UInt8], as length: Int) -> [Half] {
        let first = length / 2
        return [
            Half(length: length, isFirst: true, bytes: Array(bytes.prefix(first))),
            Half(length: length, isFirst: false, bytes: Array(bytes.suffix(length - first))),
        ]
    }
}

enum EditDistance {
    /// One letter is put in, left out or exchanged.
    static func isOne(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard abs(left.count - right.count) <= 1, left != right else { return false }
        let front = zip(left, right).prefix { $0 == $1 }.count
        let back = zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count
        let (short, long) = (min(left.count, right.count), max(left.count, right.count))
        return front + min(back, short - front) >= long - 1
    }

    /// Two stems are the same word, as far as a recogniser's small errors go.
    static func areAlike(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        if left == right { return true }
        return min(left.count, right.count) >= NearTerms.bytesMin && isOne(left, right)
    }

    static func areAlike(_ left: String, _ right: String) -> Bool { areAlike(Array(left.utf8), Array(right.utf8)) }
}
