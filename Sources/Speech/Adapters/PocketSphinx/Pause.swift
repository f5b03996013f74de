/// For how long whoever speaks has been silent, by loudness alone: far below the loudest of what was said.
///
/// It only says when it is worth while to begin what may be in vain. In noise it finds no pause, and nothing is lost.
package struct Pause: Sendable, Equatable {
    /// 10 ms at 16 kHz.
    private static let window = 160
    /// Of power: 30 dB.
    private static let ratio = 1_000

    private var loudest = 0
    private var rest: [Int16] = []
    /// Of what was taken, in samples.
    package private(set) var length = 0
    /// Where the last window ended that was not silent.
    package private(set) var speechEnd = 0

    package init() {}

    /// How long it has been silent; 0 before anything was said.
    package var silence: Int { speechEnd == 0 ? 0 : length - speechEnd }

    package mutating func take(_ samples: ArraySlice<Int16>) {
        rest += samples
        var start = 0
        while rest.count - start >= Self.window {
            let power = rest[start..<(start + Self.window)].reduce(0) { $0 + Int($1) * Int($1) }
            start += Self.window
            length += Self.window
            loudest = max(loudest, power)
            if power > 0, power >= loudest / Self.ratio { speechEnd = length }
        }
        rest.removeFirst(start)
    }
}
