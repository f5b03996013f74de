/// The time where the assistant is, as somebody with a clock says it.
public struct AssistantTime: Sendable, Equatable {
    public var year: Int
    /// 1 to 12.
    public var month: Int
    /// 1 to 31.
    public var day: Int
    public var hour: Int
    public var minute: Int

    public init(year: Int, month: Int, day: Int, hour: Int, minute: Int) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
    }

    /// It is one that a calendar and a clock may show.
    var isPlausible: Bool {
        (1...9_999).contains(year) && (1...12).contains(month) && (1...31).contains(day) && (0...23).contains(hour)
            && (0...59).contains(minute)
    }
}

/// A day of the Gregorian calendar, counted from the first of March of the year 0, so that one can be added.
struct CalendarDay: Sendable, Equatable {
    var number: Int

    init(number: Int) { self.number = number }

    init(year: Int, month: Int, day: Int) {
        let shifted = month > 2 ? year : year - 1
        let months = (month + 9) % 12
        number = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (153 * months + 2) / 5 + day - 1
    }

    init(_ time: AssistantTime) { self.init(year: time.year, month: time.month, day: time.day) }

    /// 0 is Monday.
    var weekday: Int { ((number + 2) % 7 + 7) % 7 }

    /// As ISO 8601 writes it. The search is short: a year is at most one off.
    var text: String {
        var year = number / 365
        while CalendarDay(year: year, month: 3, day: 1).number > number { year -= 1 }
        var day = number - CalendarDay(year: year, month: 3, day: 1).number
        let months = (5 * day + 2) / 153
        day -= (153 * months + 2) / 5
        let month = months < 10 ? months + 3 : months - 9
        return "\((month <= 2 ? year + 1 : year).padded(4))-\(month.padded(2))-\((day + 1).padded(2))"
    }
}

extension Int {
    func padded(_ length: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, length - digits.count)) + digits
    }
}
