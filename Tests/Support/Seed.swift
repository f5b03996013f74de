import Foundation

/// Where a random walk begins. A failure prints it; `SEED=… swift test` walks the same way again.
package struct Seed: Sendable, Hashable, CustomStringConvertible {
    package let value: UInt64

    package init(value: UInt64) { self.value = value }

    package var generator: SplitMix64 { SplitMix64(state: value) }
    package var description: String { "SEED=\(value)" }

    /// What `make test` has time for, times `TIMES` in the environment, as `make sim` has it.
    package static func scaled(_ count: Int) -> Int {
        count * max(1, ProcessInfo.processInfo.environment["TIMES"].flatMap { Int($0) } ?? 1)
    }

    /// The seed from the environment, first and as it is, or a fixed one; the others are derived from it. As many as
    /// are asked for, times `TIMES`.
    package static func some(_ count: Int) -> [Seed] {
        let first = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 1_525_100_699_156_420_912
        var generator = SplitMix64(state: first)
        return [Seed(value: first)] + (1..<max(scaled(count), 1)).map { _ in Seed(value: generator.next()) }
    }
}

/// Steele, Lea and Flood's generator: small, and the same on every machine.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
