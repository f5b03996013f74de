/// Numbers as they are written and as recognisers write them: "25", "1,200.50", "twenty five", "ciento dos".
enum NumberReading {
    struct Found: Sendable, Equatable {
        var range: Range<Int>
        var value: Double
        /// The digits as they were said; a code keeps its zeros.
        var digits: String
    }

    /// All numbers of a text, from left to right.
    static func all(in spoken: Spoken) -> [Found] {
        var found: [Found] = []
        var index = 0
        while index < spoken.words.count {
            if let number = number(in: spoken.words, at: index) {
                found.append(number)
                index = number.range.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    /// The digits that follow each other: of a telephone number, or a code.
    static func digits(in spoken: Spoken, least: Int) -> (range: Range<Int>, text: String)? {
        var best: (range: Range<Int>, text: String)?
        var start: Int?
        var text = ""
        for index in 0...spoken.words.count {
            let word = index < spoken.words.count ? spoken.words[index] : nil
            if let digits = word.flatMap({ digits(of: $0.folded, isFirst: text.isEmpty) }) {
                start = start ?? index
                text += digits
                continue
            }
            if let first = start, text.count >= least, text.count > best?.text.count ?? 0 {
                best = (first..<index, text)
            }
            start = nil
            text = ""
        }
        return best
    }

    private static func digits(of word: String, isFirst: Bool) -> String? {
        if word.allSatisfy({ $0.isASCII && $0.isNumber }) { return word }
        if !isFirst, word == "oh" || word == "o" { return "0" }
        return small[word].map { String($0) }
    }

    // MARK: One number

    private static func number(in words: [Spoken.Word], at start: Int) -> Found? {
        var index = start
        let isNegative = ["minus", "menos", "negative"].contains(words[index].folded)
        if isNegative { index += 1 }
        guard index < words.count else { return nil }
        let sign = isNegative ? -1.0 : 1
        if let value = written(words[index].text) {
            let range = start..<index + 1
            if let scaled = scale(after: index, in: words) {
                return Found(range: start..<index + 2, value: sign * value * scaled, digits: words[index].folded)
            }
            return Found(range: range, value: sign * value, digits: words[index].folded)
        }
        guard let (value, end) = spoken(words, index) else { return nil }
        let (fraction, last) = fraction(words, end)
        let total = value + fraction
        let isWhole = fraction == 0 && last == end
        return Found(range: start..<last, value: sign * total, digits: isWhole ? String(Int(value)) : "\(total)")
    }

    /// "3 thousand" is 3,000.
    private static func scale(after index: Int, in words: [Spoken.Word]) -> Double? {
        guard index + 1 < words.count, let scale = large[words[index + 1].folded], scale >= 100 else { return nil }
        return Double(scale)
    }

    /// "1,200.50", "1.200,50", "25%", "€12", "3rd".
    static func written(_ text: String) -> Double? {
        var text = text[...]
        while let first = text.first, "$€£#".contains(first) { text = text.dropFirst() }
        while let last = text.last, "%$€£ºª".contains(last) { text = text.dropLast() }
        for ending in ["st", "nd", "rd", "th"] where text.lowercased().hasSuffix(ending) {
            text = text.dropLast(ending.count)
            break
        }
        guard let first = text.first, first.isASCII, first.isNumber || first == "-", text.count <= 18 else {
            return nil
        }
        guard text.dropFirst().allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }) else { return nil }
        return Double(plain(text)).flatMap { $0.isFinite ? $0 : nil }
    }

    /// With a point before the fraction and nothing between thousands.
    private static func plain(_ text: Substring) -> String {
        let marks = text.filter { $0 == "." || $0 == "," }
        guard let last = marks.last, let place = text.lastIndex(of: last) else { return String(text) }
        let after = text[text.index(after: place)...]
        let groupsThousands = marks.allSatisfy { $0 == last } && after.count == 3 && (last == "," || marks.count > 1)
        let whole = text[..<place].filter { $0 != "." && $0 != "," }
        return groupsThousands ? whole + after : whole + "." + after
    }

    /// A number in words, and where it ends.
    private static func spoken(_ words: [Spoken.Word], _ start: Int) -> (Double, Int)? {
        var total = 0
        var part = 0
        var index = start
        var end = start
        /// What may still be added: after "twenty" a unit, after "hundred" all below it.
        var room = Int.max
        while index < words.count {
            let word = words[index].folded
            let next = index + 1 < words.count ? words[index + 1].folded : ""
            let isInside = room > 0 && index > start
            if let value = small[word] ?? tens[word] ?? hundreds[word]
                ?? article(word, before: next, isInside: isInside)
            {
                guard value < room, value > 0 || index == start else { break }
                part += value
                room = value >= 100 ? 100 : value >= 20 && value % 10 == 0 ? 10 : 0
            } else if let value = large[word] {
                guard part < 1_000, total <= 1_000_000_000 else { break }
                if value == 100 {
                    guard part < 100 else { break }
                    part = max(part, 1) * 100
                    room = 100
                } else {
                    total += max(part, 1) * value
                    part = 0
                    room = 1_000
                }
            } else if word == "and" || word == "y", index > start {
                index += 1
                continue
            } else {
                break
            }
            index += 1
            end = index
            if words[index - 1].endsClause { break }
        }
        return end > start ? (Double(total + part), end) : nil
    }

    /// "un" is an article, unless thousands follow it, or tens come before it.
    private static func article(_ word: String, before next: String, isInside: Bool) -> Int? {
        guard word == "un" || word == "una" else { return nil }
        return (large[next] ?? 0) >= 1_000 || isInside && word == "una" ? 1 : nil
    }

    /// "point five", "coma cinco", "and a half", "y medio".
    private static func fraction(_ words: [Spoken.Word], _ start: Int) -> (Double, Int) {
        let rest = words.dropFirst(start).prefix(12).map(\.folded)
        for half in [["and", "a", "half"], ["y", "medio"], ["y", "media"]] where rest.starts(with: half) {
            return (0.5, start + half.count)
        }
        guard let mark = rest.first, ["point", "coma", "punto"].contains(mark) else { return (0, start) }
        var value = 0.0
        var scale = 0.1
        var end = start
        for word in rest.dropFirst() {
            guard let digit = small[word] ?? Int(word), digit < 10 else { break }
            value += Double(digit) * scale
            scale /= 10
            end = end == start ? start + 2 : end + 1
        }
        // In tenths, so that "point three" is 0.3 and not nearly so.
        return end == start ? (0, start) : ((value * 1e9).rounded() / 1e9, end)
    }

    static let small: [String: Int] = {
        let english =
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            + "seventeen eighteen nineteen"
        let spanish =
            "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
            + "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco "
            + "veintiseis veintisiete veintiocho veintinueve"
        var numbers: [String: Int] = [:]
        for names in [english, spanish] {
            for (value, name) in names.split(separator: " ").enumerated() { numbers[String(name)] = value }
        }
        numbers["veintiun"] = 21
        numbers["veintiuna"] = 21
        return numbers
    }()

    static let tens: [String: Int] = {
        var numbers: [String: Int] = [:]
        for names in [
            "twenty thirty forty fifty sixty seventy eighty ninety",
            "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
        ] {
            for (place, name) in names.split(separator: " ").enumerated() { numbers[String(name)] = (place + 2) * 10 }
        }
        // A hyphen in a word is none of its letters.
        for (ten, value) in numbers {
            for (unit, small) in small where (1...9).contains(small) { numbers[ten + unit] = value + small }
        }
        return numbers
    }()

    private static let hundreds: [String: Int] = [
        "cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200, "trescientos": 300, "trescientas": 300,
        "cuatrocientos": 400, "cuatrocientas": 400, "quinientos": 500, "quinientas": 500, "seiscientos": 600,
        "seiscientas": 600, "setecientos": 700, "setecientas": 700, "ochocientos": 800, "ochocientas": 800,
        "novecientos": 900, "novecientas": 900,
    ]

    private static let large: [String: Int] = [
        "hundred": 100, "thousand": 1_000, "mil": 1_000, "million": 1_000_000, "millon": 1_000_000,
        "millones": 1_000_000, "dozen": 12, "docena": 12,
    ]
}
