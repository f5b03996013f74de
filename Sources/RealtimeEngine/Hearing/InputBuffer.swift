/// The client's audio that is neither committed nor cleared yet.
///
/// Every tick that was ever appended is in one of three places: buffered here, committed to an item, or cleared (by the
/// client, or by us where it was silence before a turn). `ledger` proves it.
package struct InputBuffer: Sendable, Equatable {
    package struct Ledger: Sendable, Equatable {
        package var appended = Ticks.zero
        package var committed = Ticks.zero
        package var cleared = Ticks.zero

        package init() {}
    }

    package private(set) var ledger = Ledger()
    /// The position of the first buffered sample, counted from the session's first.
    package private(set) var start = Ticks.zero
    /// Samples before `offset` are gone; they are cut off when they are more than the rest, so that trimming is cheap.
    private var stored: Samples = []
    private var offset = 0

    package init() {}

    package var end: Ticks { start + length }
    package var length: Ticks { Ticks(stored.count - offset) }
    package var byteCount: Int { length.count * 2 }

    package mutating func append(_ samples: Samples) {
        stored.append(contentsOf: samples)
        ledger.appended += Ticks(samples.count)
    }

    /// The samples from one position to another, as far as they are here.
    package func samples(from: Ticks, to: Ticks) -> Samples {
        let lower = min(max(from, start), end)
        let upper = min(max(to, lower), end)
        return Samples(stored[(offset + (lower - start).count)..<(offset + (upper - start).count)])
    }

    /// Takes all up to a position; what lies after stays.
    package mutating func commit(upTo position: Ticks) -> Samples {
        let taken = samples(from: start, to: position)
        ledger.committed += Ticks(taken.count)
        remove(Ticks(taken.count))
        return taken
    }

    package mutating func clear() {
        ledger.cleared += length
        remove(length)
    }

    /// Lets go of silence that no turn will want.
    package mutating func trim(before position: Ticks) {
        guard position > start else { return }
        let cut = min(position, end) - start
        ledger.cleared += cut
        remove(cut)
    }

    private mutating func remove(_ length: Ticks) {
        start += length
        offset += length.count
        if offset == stored.count {
            stored = []
            offset = 0
        } else if offset > stored.count - offset {
            stored.removeFirst(offset)
            offset = 0
        }
    }
}
