/// What words of one family have in common: "open", "opens", "opening".
///
/// Light: it takes off endings, and does not know words. Both sides of every comparison go through it, so a stem need
/// not be a word, only the same.
package enum LightStem {
    package static func stem(_ word: String, _ language: Language) -> String {
        let bytes = Array(word.utf8)
        guard bytes.count > 3, bytes.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }) else { return word }
        var letters = Letters(bytes)
        switch language {
        case .english: letters.stemEnglish()
        case .spanish: letters.stemSpanish()
        }
        return String(decoding: letters.bytes, as: UTF8.self)
    }

    private struct Letters {
        var bytes: [UInt8]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func ends(_ suffix: StaticString) -> Bool {
            let length = suffix.utf8CodeUnitCount
            guard bytes.count >= length else { return false }
            return suffix.withUTF8Buffer { bytes.suffix(length).elementsEqual($0) }
        }

        /// Takes an ending off, if so many letters are left.
        @discardableResult
        mutating func drop(_ suffix: StaticString, leaving least: Int) -> Bool {
            let length = suffix.utf8CodeUnitCount
            guard bytes.count - length >= least, ends(suffix) else { return false }
            bytes.removeLast(length)
            return true
        }

        /// The first of these that can be taken off.
        @discardableResult
        mutating func dropFirst(of suffixes: [StaticString], leaving least: Int) -> Bool {
            for suffix in suffixes where drop(suffix, leaving: least) { return true }
            return false
        }

        private static func isVowel(_ letter: UInt8) -> Bool { "aeiou".utf8.contains(letter) }

        /// "stopp" is "stop".
        private mutating func undouble() {
            guard bytes.count > 3, let last = bytes.last, bytes[bytes.count - 2] == last else { return }
            if !Self.isVowel(last), last != UInt8(ascii: "s") { bytes.removeLast() }
        }

        // MARK: English

        mutating func stemEnglish() {
            if drop("ies", leaving: 3) || drop("ied", leaving: 3) { return }
            if ends("sses") || ends("shes") || ends("ches") || ends("xes") {
                bytes.removeLast(2)
            } else if !ends("ss"), !ends("us"), !ends("is") {
                drop("s", leaving: 3)
            }
            if drop("ing", leaving: 3) || drop("ed", leaving: 3) { undouble() }
            drop("ly", leaving: 4)
            if drop("ation", leaving: 4) {
                undouble()
            } else if ends("tion") || ends("sion") {
                drop("ion", leaving: 4)
            }
            dropFirst(of: ["ment", "ance", "ence"], leaving: 3)
            if !drop("ate", leaving: 5) { drop("e", leaving: 3) }
            drop("y", leaving: 4)
        }

        // MARK: Spanish

        mutating func stemSpanish() {
            // "llámame" is "llama".
            drop("me", leaving: 4)
            if !dropVerbEnding() {
                dropPlural()
                dropFirst(of: ["mente"], leaving: 4)
                dropFirst(of: ["cion", "sion"], leaving: 3)
            }
            dropFirst(of: ["a", "e", "o"], leaving: 3)
            levelDiphthongs()
        }

        private mutating func dropVerbEnding() -> Bool {
            dropFirst(
                of: [
                    "aremos", "eremos", "iremos", "ieron", "iendo", "arse", "erse", "irse", "aron", "ando", "amos",
                    "emos", "imos", "aban", "ados", "adas", "idos", "idas", "aba", "ado", "ada", "ido", "ida", "ar",
                    "er", "ir", "an", "en",
                ],
                leaving: 3
            )
        }

        private mutating func dropPlural() {
            if ends("ces"), bytes.count > 4 {
                bytes.removeLast(3)
                bytes.append(UInt8(ascii: "z"))
            } else if ends("es"), bytes.count > 4, !Self.isVowel(bytes[bytes.count - 3]) {
                bytes.removeLast(2)
            } else {
                drop("s", leaving: 3)
            }
        }

        /// "cierra" and "cerrar", "cuesta" and "costar" are of one family.
        private mutating func levelDiphthongs() {
            var level: [UInt8] = []
            for letter in bytes {
                let before = level.last
                let isSilent = level.dropLast().last == UInt8(ascii: "q") || level.dropLast().last == UInt8(ascii: "g")
                if letter == UInt8(ascii: "e"), before == UInt8(ascii: "i"), level.count > 1 {
                    level[level.count - 1] = letter
                } else if letter == UInt8(ascii: "e"), before == UInt8(ascii: "u"), level.count > 1, !isSilent {
                    level[level.count - 1] = UInt8(ascii: "o")
                } else {
                    level.append(letter)
                }
            }
            bytes = level
        }
    }
}
