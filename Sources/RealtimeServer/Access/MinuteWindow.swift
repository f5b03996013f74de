/// What was used up in the last minute, in slots of a second.
///
/// A slot counts until the whole of it is a minute old, so no 60 seconds, wherever they begin, ever hold more than was
/// let through by this sum. A bucket that refills would let twice its size through around a pause.
struct MinuteWindow: Sendable, Equatable {
    static let seconds = 60

    /// Slot `i` holds the amounts of the second `latest - k` with `(latest - k) % count == i`.
    private var slots = [Int](repeating: 0, count: seconds + 1)
    private var latest: Int64 = 0
    private(set) var used = 0

    /// Lets go of what is older than a minute. Time that goes backward is taken for the latest.
    mutating func advance(to now: Duration) {
        let second = max(now.components.seconds, latest)
        guard second > latest else { return }
        if second - latest > Int64(slots.count) {
            slots = [Int](repeating: 0, count: slots.count)
            used = 0
        } else {
            for gone in (latest + 1)...second {
                used -= slots[index(gone)]
                slots[index(gone)] = 0
            }
        }
        latest = second
    }

    /// Uses up an amount now, and says in which second that was.
    mutating func add(_ amount: Int) -> Int64 {
        slots[index(latest)] += amount
        used += amount
        return latest
    }

    /// Gives back what was used up in a second, unless it is forgotten by now.
    mutating func giveBack(_ amount: Int, from second: Int64) {
        guard latest - second < Int64(slots.count) else { return }
        slots[index(second)] -= amount
        used -= amount
    }

    /// How long until no more than `amount` is used up. Nil if that is never so.
    func wait(untilAtMost amount: Int, from now: Duration) -> Duration? {
        guard amount >= 0 else { return nil }
        var left = used
        guard left > amount else { return .zero }
        for age in (0..<Int64(slots.count)).reversed() {
            left -= slots[index(latest - age)]
            guard left <= amount else { continue }
            let end = Duration.seconds(latest - age + Int64(slots.count))
            return max(end - now, .zero)
        }
        return nil
    }

    private func index(_ second: Int64) -> Int {
        let count = Int64(slots.count)
        return Int(((second % count) + count) % count)
    }
}
