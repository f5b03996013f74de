/// A clause as flite can read it: English letters, numbers and marks, in words of which each has something to say.
///
/// It knows where in the clause each of its words ends. What cannot be read is left out, and is told with its
/// neighbours.
package struct FliteText: Sendable, Equatable {
    package let source: String
    /// Nothing but ASCII, single spaces between words.
    package private(set) var ascii = ""
    /// Of each word: how many bytes of the source have been said with it.
    package private(set) var ends: [Int] = []
    private var word = ""

    package init(_ source: String) {
        self.source = source
        var bytes = 0
        var previous: Unicode.Scalar = " "
        var rest = source.unicodeScalars.makeIterator()
        var next = rest.next()
        while let scalar = next {
            next = rest.next()
            if scalar.properties.isWhitespace {
                endWord(at: bytes)
                bytes += UTF8.width(scalar)
            } else {
                for letter in Self.read(scalar, between: previous, and: next ?? " ") {
                    if letter == " " { endWord(at: bytes) } else { word.unicodeScalars.append(letter) }
                }
                bytes += UTF8.width(scalar)
            }
            previous = scalar
        }
        endWord(at: bytes)
    }

    private mutating func endWord(at end: Int) {
        defer { word = "" }
        guard word.unicodeScalars.contains(where: \.isSpeakable) else {
            // A comma that stands alone still is a pause.
            if let mark = word.unicodeScalars.first, !ascii.isEmpty, [",", ".", ";", ":", "?", "!"].contains(mark),
                ascii.unicodeScalars.last?.isSpeakable == true
            {
                ascii.unicodeScalars.append(mark)
            }
            return
        }
        if !ascii.isEmpty { ascii += " " }
        ascii += word
        ends.append(end)
    }

    /// A letter as flite has it; a space ends the word.
    private static func read(
        _ scalar: Unicode.Scalar,
        between previous: Unicode.Scalar,
        and next: Unicode.Scalar
    ) -> String.UnicodeScalarView {
        if let text = symbols[scalar] { return text.unicodeScalars }
        if scalar.isASCII {
            guard scalar.value > 0x20, scalar.value < 0x7F, !left.contains(scalar) else { return " ".unicodeScalars }
            let standsAlone = previous.properties.isWhitespace && next.properties.isWhitespace
            let name = standsAlone ? names[scalar] : nil
            return (name ?? String(scalar)).unicodeScalars
        }
        if scalar == "–", isDigit(previous), isDigit(next) { return " to ".unicodeScalars }
        if scalar == "–" || scalar == "—" { return ", ".unicodeScalars }
        return (folded[scalar] ?? (scalar.properties.generalCategory == .nonspacingMark ? "" : " ")).unicodeScalars
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    /// What flite would read out, and nobody means.
    private static let left: Set<Unicode.Scalar> = [
        "*", "_", "`", "~", "|", "<", ">", "^", "{", "}", "[", "]", "\\", "\"", "(", ")",
    ]

    /// Signs that are words where they stand alone.
    private static let names: [Unicode.Scalar: String] = [
        "+": "plus", "=": "equals", "@": "at", "%": "percent", "#": "number", "$": "dollars", "/": "slash",
    ]

    private static let symbols: [Unicode.Scalar: String] = [
        "&": " and ", "’": "'", "‘": "'", "ʼ": "'", "…": ".", "€": " euros ", "£": " pounds ", "¥": " yen ",
        "°": " degrees ", "×": " times ", "÷": " divided by ", "±": " plus or minus ", "≈": " about ",
        "½": " one half ", "¼": " one quarter ", "¾": " three quarters ", "²": " squared ", "³": " cubed ",
        "µ": " micro ", "≤": " at most ", "≥": " at least ", "≠": " is not ", "−": " minus ", "№": " number ",
        "。": ".", "，": ",", "、": ",", "！": "!", "？": "?", "；": ";", "：": ":",
    ]

    /// Latin letters without their marks.
    private static let folded: [Unicode.Scalar: String] = {
        let rows: [(String, String)] = [
            ("a", "àáâãåāăąǎ"), ("A", "ÀÁÂÃÅĀĂĄǍ"), ("ae", "æä"), ("AE", "ÆÄ"), ("c", "çćĉċč"), ("C", "ÇĆĈĊČ"),
            ("d", "ďđð"), ("D", "ĎĐÐ"), ("e", "èéêëēĕėęě"), ("E", "ÈÉÊËĒĔĖĘĚ"), ("g", "ĝğġģ"), ("G", "ĜĞĠĢ"),
            ("h", "ĥħ"), ("H", "ĤĦ"), ("i", "ìíîïĩīĭįıǐ"), ("I", "ÌÍÎÏĨĪĬĮİ"), ("j", "ĵ"), ("J", "Ĵ"),
            ("k", "ķ"), ("K", "Ķ"), ("l", "ĺļľŀł"), ("L", "ĹĻĽĿŁ"), ("n", "ñńņňŋ"), ("N", "ÑŃŅŇŊ"),
            ("o", "òóôõøōŏőǒ"), ("O", "ÒÓÔÕØŌŎŐ"), ("oe", "œö"), ("OE", "ŒÖ"), ("r", "ŕŗř"), ("R", "ŔŖŘ"),
            ("s", "śŝşšș"), ("S", "ŚŜŞŠȘ"), ("ss", "ß"), ("t", "ţťŧț"), ("T", "ŢŤŦȚ"), ("th", "þ"), ("Th", "Þ"),
            ("u", "ùúûũūŭůűųǔ"), ("U", "ÙÚÛŨŪŬŮŰŲ"), ("ue", "ü"), ("UE", "Ü"), ("w", "ŵ"), ("W", "Ŵ"),
            ("y", "ýÿŷ"), ("Y", "ÝŶŸ"), ("z", "źżž"), ("Z", "ŹŻŽ"),
        ]
        var table: [Unicode.Scalar: String] = [:]
        for (letter, marked) in rows { for scalar in marked.unicodeScalars { table[scalar] = letter } }
        return table
    }()
}
