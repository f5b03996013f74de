internal import Glibc

/// The time of day, for what the protocol tells in it: when a secret or a session expires.
enum WallClock {
    /// Since 1970.
    static var seconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec
    }
}
