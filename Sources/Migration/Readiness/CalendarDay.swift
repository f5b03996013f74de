/// A day of the calendar. There is no clock here: who asks says which day it is.
public struct CalendarDay: Sendable, Equatable, Comparable {
    public let daysSince1970: Int

    /// Days before 1970 and after 9999 are the nearest that can be written.
    public init(daysSince1970: Int) { self.daysSince1970 = min(max(daysSince1970, 0), Self.last) }

    /// `2026-11-21`; what follows it, such as a time of the day, does not matter. Nil: there is no such day.
    public init?(_ text: some StringProtocol) {
        let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy(Self.isDigit) }) else {
            return nil
        }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3, numbers[0] >= 1_970, 1...12 ~= numbers[1], 1...31 ~= numbers[2] else { return nil }
        daysSince1970 = Self.days(numbers[0], numbers[1], numbers[2])
        // The 31st of a shorter month is a day of the next one.
        guard description == text.prefix(10) else { return nil }
    }

    public func days(until other: CalendarDay) -> Int { other.daysSince1970 - daysSince1970 }

    public static func < (one: Self, other: Self) -> Bool { one.daysSince1970 < other.daysSince1970 }

    private static let last = days(9_999, 12, 31)

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// Years begin in March here, so that a leap day is the last of its year.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}

extension CalendarDay: CustomStringConvertible {
    public var description: String {
        let shifted = daysSince1970 + 719_468
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + shifted / 146_097 * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(Self.padded(month))-\(Self.padded(day))"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
