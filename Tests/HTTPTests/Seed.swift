import Foundation
import TestSupport
import Testing

/// Where a random walk begins. A failure prints it; `SEED=… swift test` walks the same way again.
struct Seed: Sendable, Hashable, CustomTestStringConvertible {
    let value: UInt64

    var generator: SplitMix64 { SplitMix64(state: value) }
    var testDescription: String { "SEED=\(value)" }

    /// The seed from the environment, first and as it is, or a fixed one; the others are derived from it.
    static func some(_ count: Int) -> [Seed] {
        let first = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 1_525_100_699_156_420_912
        var generator = SplitMix64(state: first)
        return [Seed(value: first)] + (1..<max(count, 1)).map { _ in Seed(value: generator.next()) }
    }
}

/// Steele, Lea and Flood's generator: small, and the same on every machine.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
