import Foundation
import TestSupport

/// What tests send through codecs, and how they judge what comes out.
enum Signal {
    static func sine(_ hertz: Double, rate: Int, count: Int, peak: Double = 16_000) -> [Int16] {
        (0..<count).map { Int16((peak * sin(2 * .pi * hertz * Double($0) / Double(rate))).rounded()) }
    }

    /// In decibels: how much louder the signal is than what was done to it. Position counts: a shift is an error too.
    static func noiseRatio(_ signal: some Sequence<Int16>, _ heard: some Sequence<Int16>) -> Double {
        let power = signal.reduce(0.0) { $0 + Double($1) * Double($1) }
        let noise = zip(signal, heard).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
        return 10 * log10(power / max(noise, 1e-9))
    }

    static func level(_ samples: some Collection<Int16>) -> Double {
        (samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(samples.count, 1))).squareRoot()
    }

    static func bytes(_ count: Int, _ random: inout SplitMix64) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...UInt8.max, using: &random) }
    }

    static func samples(_ count: Int, _ random: inout SplitMix64) -> [Int16] {
        (0..<count).map { _ in Int16.random(in: .min ... .max, using: &random) }
    }

    /// The whole in pieces of any size, empty ones too.
    static func pieces<Element>(_ whole: [Element], _ random: inout SplitMix64) -> [ArraySlice<Element>] {
        var rest = whole[...]
        var pieces: [ArraySlice<Element>] = []
        let sizes = [0...3, 0...200, 0...6_000].randomElement(using: &random) ?? 0...3
        while !rest.isEmpty {
            let size = Int.random(in: sizes, using: &random)
            pieces.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
}
