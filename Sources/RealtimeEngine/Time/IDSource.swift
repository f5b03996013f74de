package import RealtimeAPI

/// A generator that a seed determines: SplitMix64.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Where a session's identifiers and its padding come from. The driver seeds it with real randomness once.
public struct IDSource: Sendable, Equatable {
    private enum Style: Sendable, Equatable {
        case random
        /// `item_1`, `item_2`: for transcripts that a person reads.
        case numbered
    }

    private let style: Style
    private var random: SeededGenerator
    private var counts: [String: Int] = [:]

    public init(seed: UInt64) {
        style = .random
        random = SeededGenerator(seed: seed)
    }

    private init(numbered seed: UInt64) {
        style = .numbered
        random = SeededGenerator(seed: seed)
    }

    public static var numbered: IDSource { IDSource(numbered: 1) }

    package mutating func item() -> ItemID { ItemID(next("item_")) }
    package mutating func response() -> ResponseID { ResponseID(next("resp_")) }
    package mutating func call() -> CallID { CallID(next("call_")) }
    package mutating func event() -> String { next("event_") }
    package mutating func approval() -> ItemID { ItemID(next("mcpr_")) }
    package mutating func toolListing() -> ItemID { ItemID(next("mcpl_")) }
    package mutating func toolCall() -> ItemID { ItemID(next("mcp_")) }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    /// As many as the live service writes after its prefixes.
    private static let idCharacters = 21

    private mutating func next(_ prefix: String) -> String {
        switch style {
        case .random: return prefix + characters(Self.idCharacters)
        case .numbered:
            counts[prefix, default: 0] += 1
            return prefix + String(counts[prefix, default: 0])
        }
    }

    /// Padding that brings deltas to like sizes, so that their lengths tell an eavesdropper little.
    package mutating func obfuscation(forDeltaOf bytes: Int) -> String {
        let unit = 16
        return characters(unit - bytes % unit)
    }

    private mutating func characters(_ count: Int) -> String {
        String(unsafeUninitializedCapacity: count) { buffer in
            for index in 0..<count {
                buffer[index] = Self.alphabet[Int(random.next() % UInt64(Self.alphabet.count))]
            }
            return count
        }
    }
}
