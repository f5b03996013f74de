/// The words of a text as they are compared: in lower case and without accents, since recognisers and writers differ
/// in both.
enum FoldedWords {
    /// What is longer is no word, and costs no more than one.
    static let bytesMax = 48

    /// Hands over one word after the other, for as long as the answer is true.
    static func each(in text: String, _ body: (String) -> Bool) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(bytesMax + 8)
        for scalar in text.unicodeScalars {
            if append(scalar, to: &bytes) { continue }
            guard !bytes.isEmpty else { continue }
            let goesOn = body(String(decoding: bytes, as: UTF8.self))
            bytes.removeAll(keepingCapacity: true)
            guard goesOn else { return }
        }
        if !bytes.isEmpty { _ = body(String(decoding: bytes, as: UTF8.self)) }
    }

    static func all(in text: String, max: Int = .max) -> [String] {
        var words: [String] = []
        each(in: text) { word in
            words.append(word)
            return words.count < max
        }
        return words
    }

    /// A single word, whatever marks stand around or in it.
    static func fold(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars { _ = append(scalar, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// False: no part of a word.
    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) -> Bool {
        let value = scalar.value
        switch value {
        case 0x30...0x39, 0x61...0x7A: add([UInt8(value)], to: &bytes)
        case 0x41...0x5A: add([UInt8(value) + 0x20], to: &bytes)
        case 0x27: return !bytes.isEmpty
        case 0..<0xC0: return value == 0xAA || value == 0xBA || value == 0xB5
        case 0xD7, 0xF7: return false
        case 0xC0...0xFF: add(latin[Int(value) - 0xC0], to: &bytes)
        // "what's" and "whats" are the same to a recogniser.
        case 0x2019: return !bytes.isEmpty
        // Accents that stand on their own.
        case 0x300...0x36F: return true
        default:
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return false }
            add(Array(scalar.properties.lowercaseMapping.utf8), to: &bytes)
        }
        return true
    }

    private static func add(_ letters: [UInt8], to bytes: inout [UInt8]) {
        if bytes.count + letters.count <= bytesMax { bytes += letters }
    }

    /// U+00C0 to U+00FF.
    private static let latin: [[UInt8]] = {
        let upper = "a a a a a a ae c e e e e i i i i d n o o o o o x o u u u u y th ss"
        let lower = "a a a a a a ae c e e e e i i i i d n o o o o o x o u u u u y th y"
        return (upper + " " + lower).split(separator: " ").map { Array($0.utf8) }
    }()
}
