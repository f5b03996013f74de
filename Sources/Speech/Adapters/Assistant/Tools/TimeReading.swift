/// Times of the day as they are said: "3 pm", "half past nine", "a las tres y media", "noon".
struct TimeReading: Sendable {
    struct Found: Sendable, Equatable {
        var range: Range<Int>
        /// nil: a part of the day, such as "in the morning".
        var minutes: Int?

        /// As a schema's format wants it.
        var text: String? { minutes.map { "\(($0 / 60).padded(2)):\(($0 % 60).padded(2))" } }
    }

    private let spoken: Spoken
    private let words: [String]

    init(_ spoken: Spoken) {
        self.spoken = spoken
        words = spoken.folded
    }

    /// The first time of a text; a part of the day, if there is nothing better.
    func first() -> Found? {
        for start in words.indices {
            if let found = named(start) ?? written(start) ?? english(start) ?? spanish(start) { return found }
        }
        for start in words.indices {
            for phrase in Self.partsOfDay where words[start...].starts(with: phrase) {
                return Found(range: start..<start + phrase.count, minutes: nil)
            }
        }
        return nil
    }

    private static let partsOfDay = [
        "in the morning", "in the afternoon", "in the evening", "por la manana", "por la tarde", "por la noche",
        "morning", "afternoon", "evening",
    ].map { $0.split(separator: " ").map(String.init) }

    private func named(_ start: Int) -> Found? {
        switch words[start] {
        case "noon", "midday", "mediodia": Found(range: start..<start + 1, minutes: 720)
        case "midnight", "medianoche": Found(range: start..<start + 1, minutes: 0)
        default: nil
        }
    }

    /// "10:30", "3pm", "3 pm", "3 p.m.".
    private func written(_ start: Int) -> Found? {
        var text = spoken.words[start].text.lowercased().filter { $0 != "." }
        var half: String?
        for ending in ["am", "pm", "h"] where text.hasSuffix(ending) {
            half = ending
            text.removeLast(ending.count)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count <= 2, let hour = parts.first ?? nil, (0...23).contains(hour) else { return nil }
        guard let minute = parts.count == 2 ? parts[1] : 0, (0...59).contains(minute) else { return nil }
        var end = start + 1
        if half == nil, end < words.count, ["am", "pm"].contains(words[end]) {
            half = words[end]
            end += 1
        }
        guard half != nil || parts.count == 2 else { return nil }
        return found(start..<end, hour, minute, isAfternoon: half == "pm", isMorning: half == "am")
    }

    private func found(
        _ range: Range<Int>,
        _ hour: Int,
        _ minute: Int,
        isAfternoon: Bool = false,
        isMorning: Bool = false
    ) -> Found {
        var range = range
        var hour = hour
        let rest = words.dropFirst(range.upperBound)
        let later = ["in the afternoon", "in the evening", "de la tarde", "de la noche", "por la tarde"]
        let earlier = ["in the morning", "de la manana", "por la manana"]
        var isLate = isAfternoon
        for phrase in later + earlier {
            let phraseWords = phrase.split(separator: " ").map(String.init)
            guard rest.starts(with: phraseWords) else { continue }
            range = range.lowerBound..<range.upperBound + phraseWords.count
            isLate = later.contains(phrase)
            break
        }
        if isLate, hour < 12 { hour += 12 }
        if isMorning, hour == 12 { hour = 0 }
        return Found(range: range, minutes: hour * 60 + minute)
    }

    private func value(_ index: Int, _ range: ClosedRange<Int>) -> Int? {
        guard index < words.count else { return nil }
        let value = Int(words[index]) ?? NumberReading.small[words[index]] ?? NumberReading.tens[words[index]]
        return value.flatMap { range.contains($0) ? $0 : nil }
    }

    /// "half past nine", "quarter to five", "nine thirty", "three pm", "five o'clock", "at five".
    private func english(_ start: Int) -> Found? {
        let shift = ["half": 30, "quarter": 15][words[start]] ?? value(start, 1...29)
        if let shift, start + 2 < words.count, ["past", "to"].contains(words[start + 1]),
            let hour = value(start + 2, 1...12)
        {
            let isPast = words[start + 1] == "past"
            return found(start..<start + 3, isPast ? hour : (hour + 11) % 12, isPast ? shift : 60 - shift)
        }
        guard let hour = value(start, 0...23) else { return nil }
        let end = start + 1
        if end < words.count, ["am", "pm", "oclock"].contains(words[end]) {
            let (isPM, isAM) = (words[end] == "pm", words[end] == "am")
            return found(start..<end + 1, hour, 0, isAfternoon: isPM, isMorning: isAM)
        }
        guard start > 0, ["at", "around", "until", "before", "after"].contains(words[start - 1]) else {
            guard (1...12).contains(hour), let minute = value(end, 10...59) else { return nil }
            return found(start..<end + 1, hour, minute)
        }
        if let minute = value(end, 10...59) { return withHalf(found(start..<end + 1, hour, minute), hour, minute) }
        return found(start..<end, hour, 0)
    }

    /// "at nine thirty pm".
    private func withHalf(_ time: Found, _ hour: Int, _ minute: Int) -> Found {
        let end = time.range.upperBound
        guard end < words.count, ["am", "pm"].contains(words[end]) else { return time }
        let range = time.range.lowerBound..<end + 1
        return found(range, hour, minute, isAfternoon: words[end] == "pm", isMorning: words[end] == "am")
    }

    /// "a las tres y media", "las diez menos cuarto", "a la una".
    private func spanish(_ start: Int) -> Found? {
        guard ["las", "la"].contains(words[start]) else { return nil }
        let hour = words.count > start + 1 && words[start + 1] == "una" ? 1 : value(start + 1, 0...24)
        guard let hour, start > 0 || words[start] == "las" else { return nil }
        if start > 0, !["a", "sobre", "son", "desde", "hasta"].contains(words[start - 1]) { return nil }
        let parts = ["media": 30, "cuarto": 15]
        let end = start + 2
        guard end + 1 < words.count, ["y", "menos"].contains(words[end]),
            let minutes = parts[words[end + 1]] ?? value(end + 1, 1...59)
        else { return found(start..<end, hour % 24, 0) }
        let isPast = words[end] == "y"
        return found(start..<end + 2, isPast ? hour % 24 : (hour + 23) % 24, isPast ? minutes : 60 - minutes)
    }
}
