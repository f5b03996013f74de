internal import Glibc
internal import Speech

/// The time of day, for what the protocol tells in it: when a secret or a session expires.
enum WallClock {
    /// Since 1970.
    static var seconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec
    }

    /// As a clock on the wall shows it, where the server is.
    static var local: AssistantTime? {
        var seconds = time(nil)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return nil }
        return AssistantTime(
            year: Int(parts.tm_year) + 1_900,
            month: Int(parts.tm_mon) + 1,
            day: Int(parts.tm_mday),
            hour: Int(parts.tm_hour),
            minute: Int(parts.tm_min)
        )
    }
}
