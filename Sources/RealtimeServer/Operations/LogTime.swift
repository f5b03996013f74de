internal import Glibc

/// A moment as log lines write it: `2026-01-02T03:04:05.678Z` (RFC 3339).
enum LogTime {
    static func text(millisecondsSince1970 milliseconds: Int) -> String {
        var seconds: time_t = milliseconds / 1_000
        var date = tm()
        gmtime_r(&seconds, &date)
        let day = "\(date.tm_year + 1_900)-\(padded(Int(date.tm_mon) + 1))-\(padded(Int(date.tm_mday)))"
        let clock = "\(padded(Int(date.tm_hour))):\(padded(Int(date.tm_min))):\(padded(Int(date.tm_sec)))"
        return "\(day)T\(clock).\(padded(milliseconds % 1_000, to: 3))Z"
    }

    private static func padded(_ number: Int, to width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
