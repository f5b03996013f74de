/// Dates as they are said: "tomorrow", "next monday", "the 5th of may", "pasado mañana", "2026-05-01".
struct DateReading: Sendable {
    struct Found: Sendable, Equatable {
        var range: Range<Int>
        /// nil: which day it is cannot be said, for want of a calendar.
        var day: CalendarDay?
    }

    private let words: [String]
    private let spoken: Spoken
    private let today: CalendarDay?
    private let year: Int?

    init(_ spoken: Spoken, _ now: AssistantTime?) {
        self.spoken = spoken
        words = spoken.folded
        let now = now.flatMap { $0.isPlausible ? $0 : nil }
        today = now.map { CalendarDay($0) }
        year = now?.year
    }

    /// The first date of a text.
    func first() -> Found? {
        for start in words.indices {
            if let found = written(start) ?? monthDay(start) ?? relative(start) ?? weekday(start) { return found }
        }
        return nil
    }

    /// "2026-05-01", "1/5/2026", "1.5."
    private func written(_ start: Int) -> Found? {
        let text = spoken.words[start].text
        let parts = text.split { "-/.".contains($0) }.compactMap { Int($0) }
        let marks = text.count { "-/.".contains($0) }
        guard parts.count == 3, marks == 2, text.allSatisfy({ $0.isASCII }) else { return nil }
        let isYearFirst = parts[0] > 31
        let (day, month, year) = isYearFirst ? (parts[2], parts[1], parts[0]) : (parts[0], parts[1], parts[2])
        return Found(range: start..<start + 1, day: date(day, month, year < 100 ? year + 2_000 : year))
    }

    private func date(_ day: Int, _ month: Int, _ year: Int?) -> CalendarDay? {
        guard (1...31).contains(day), (1...12).contains(month), let year, (1...9_999).contains(year) else { return nil }
        let found = CalendarDay(year: year, month: month, day: day)
        // The 31st of a short month is another day.
        return found.text.hasSuffix("-\(day.padded(2))") ? found : nil
    }

    /// "may 5th", "the fifth of may", "5 de mayo", with a year or without.
    private func monthDay(_ start: Int) -> Found? {
        var index = start
        var month: Int?
        var day: Int?
        while index < min(start + 5, words.count), month == nil || day == nil {
            let word = words[index]
            if month == nil, let found = Self.months[word], isMonth(index, before: day) {
                month = found
            } else if day == nil, let found = Self.day(word) {
                day = found
            } else if !["of", "de", "the", "el"].contains(word) || index == start {
                return nil
            }
            index += 1
        }
        guard let month, let day else { return nil }
        let hasYear = index + 1 < words.count && ["of", "de", "del"].contains(words[index])
        let yearAt = hasYear ? index + 1 : index
        if yearAt < words.count, let year = Int(words[yearAt]), (1_900...2_200).contains(year) {
            return Found(range: start..<yearAt + 1, day: date(day, month, year))
        }
        guard let found = date(day, month, year) else { return Found(range: start..<index, day: nil) }
        let isOver = today.map { found.number < $0.number } ?? false
        return Found(range: start..<index, day: isOver ? date(day, month, year.map { $0 + 1 }) : found)
    }

    /// "may" is a month beside a number only, and then "you may" comes without one.
    private func isMonth(_ index: Int, before day: Int?) -> Bool {
        guard words[index] == "may" || words[index] == "march" else { return true }
        return day != nil || index + 1 < words.count && (Self.day(words[index + 1]) != nil || words[index + 1] == "the")
    }

    private func relative(_ start: Int) -> Found? {
        func has(_ phrase: String) -> Int? {
            let phrase = phrase.split(separator: " ").map(String.init)
            return words[start...].starts(with: phrase) ? start + phrase.count : nil
        }
        for (phrase, days) in Self.relatives {
            guard let end = has(phrase) else { continue }
            // "por la mañana" is a time of the day.
            if phrase == "manana", start > 0, ["la", "esta", "una"].contains(words[start - 1]) { return nil }
            return Found(range: start..<end, day: today.map { CalendarDay(number: $0.number + days) })
        }
        guard words.count > start + 2, ["in", "en"].contains(words[start]) else { return nil }
        let count = Int(words[start + 1]) ?? NumberReading.small[words[start + 1]]
        guard let count, (0...3_650).contains(count) else { return nil }
        let unit = ["day": 1, "days": 1, "dia": 1, "dias": 1, "week": 7, "weeks": 7, "semana": 7, "semanas": 7]
        guard let days = unit[words[start + 2]] else { return nil }
        return Found(range: start..<start + 3, day: today.map { CalendarDay(number: $0.number + count * days) })
    }

    /// "monday", "next monday", "el próximo lunes", "el lunes que viene".
    private func weekday(_ start: Int) -> Found? {
        let isNext = ["next", "proximo", "this", "este"].contains(words[start])
        let index = isNext ? start + 1 : start
        guard index < words.count, let weekday = Self.weekdays[words[index]] else { return nil }
        var end = index + 1
        if words[end...].starts(with: ["que", "viene"]) { end += 2 }
        let day = today.map { today in
            let ahead = (weekday - today.weekday + 7) % 7
            return CalendarDay(number: today.number + (ahead == 0 ? 7 : ahead))
        }
        return Found(range: start..<end, day: day)
    }

    // MARK: Words

    static func isDateWord(_ word: String) -> Bool {
        weekdays[word] != nil || relatives.contains { $0.phrase == word } || ["manana", "tonight"].contains(word)
    }

    private static func day(_ word: String) -> Int? {
        if let ordinal = ordinals[word] ?? NumberReading.small[word] ?? NumberReading.tens[word] {
            return (1...31).contains(ordinal) ? ordinal : nil
        }
        guard let value = NumberReading.written(word).flatMap({ Int(exactly: $0) }) else { return nil }
        return (1...31).contains(value) ? value : nil
    }

    private static let relatives: [(phrase: String, days: Int)] = [
        ("the day after tomorrow", 2), ("day after tomorrow", 2), ("pasado manana", 2), ("tomorrow", 1), ("manana", 1),
        ("today", 0), ("tonight", 0), ("hoy", 0), ("yesterday", -1), ("ayer", -1),
    ]

    static let weekdays = numbered(
        "monday tuesday wednesday thursday friday saturday sunday",
        "lunes martes miercoles jueves viernes sabado domingo",
        from: 0
    )

    private static let months = numbered(
        "january february march april may june july august september october november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        from: 1
    )

    private static let ordinals = numbered(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            + "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
        "primero",
        from: 1
    )

    private static func numbered(_ english: String, _ spanish: String, from first: Int) -> [String: Int] {
        var numbers: [String: Int] = [:]
        for names in [english, spanish] {
            for (place, name) in names.split(separator: " ").enumerated() { numbers[String(name)] = place + first }
        }
        return numbers
    }
}
