package import RealtimeEngine

/// What text sounds like: a short tone for each character and silence for white space, in the pitch of a voice.
///
/// The same text in the same voice is the same audio, everywhere: integers only, no mathematics of the platform. It is
/// as loud as speech (peaks at -12 dBFS), so that a detector takes it for some.
package struct Tone: Sendable, Equatable {
    package static let perCharacter = Ticks.milliseconds(60)
    /// What is shorter is stretched to it.
    package static let least = Ticks.milliseconds(200)
    private static let edge = Ticks.milliseconds(5)

    /// Hertz.
    private let pitch: UInt64
    private let characterTicks: Int

    /// The tone in which this text is spoken. Of a short text, each character sounds longer.
    package init(voice: String, speed: Double, for text: String) {
        pitch = 120 + voice.stableHash % 211
        let speed = speed.isFinite ? min(max(speed, 0.1), 10) : 1
        let natural = Int(Double(Self.perCharacter.count) / speed)
        let enough = Self.least.count / natural + 1
        let count = max(text.prefix(enough).count, 1)
        characterTicks = max(natural, (Self.least.count + count - 1) / count)
    }

    /// The audio of a piece of the text.
    package func samples(of piece: String) -> Samples {
        let ticks = characterTicks
        return Samples(unsafeUninitializedCapacity: piece.count * ticks) { samples, count in
            samples.initialize(repeating: 0)
            Sine.table.span.withUnsafeBufferPointer { sine in
                for character in piece {
                    let place = UnsafeMutableBufferPointer(rebasing: samples[count..<(count + ticks)])
                    if !character.isWhitespace { fill(place, step(of: character), sine) }
                    count += ticks
                }
            }
        }
    }

    /// How far a sample goes in the circle, of which 2^32 is the whole.
    private func step(of character: Character) -> UInt32 {
        // A scale, so that a sentence is a melody: sixteenths of the voice's pitch.
        let scale: [UInt64] = [16, 18, 20, 24, 27, 32, 36, 40]
        let note = scale[Int(String(character).stableHash % UInt64(scale.count))]
        return UInt32(truncatingIfNeeded: (pitch * note << 32) / (16 * UInt64(Ticks.perSecond)))
    }

    /// Rises and falls in its first and last milliseconds: a tone that begins at once clicks.
    private func fill(_ place: UnsafeMutableBufferPointer<Int16>, _ step: UInt32, _ sine: UnsafeBufferPointer<Int16>) {
        var phase: UInt32 = 0
        for index in place.indices {
            place[index] = sine[Int(phase >> Sine.phaseShift)]
            phase &+= step
        }
        let edge = min(Self.edge.count, place.count / 2)
        for rise in 0..<edge {
            place[rise] = Self.damped(place[rise], rise, edge)
            place[place.count - 1 - rise] = Self.damped(place[place.count - 1 - rise], rise, edge)
        }
    }

    private static func damped(_ sample: Int16, _ rise: Int, _ edge: Int) -> Int16 {
        Int16(truncatingIfNeeded: Int(sample) * rise / edge)
    }
}

/// One round of a sine, its peaks at -12 dBFS.
private enum Sine {
    static let bits: UInt32 = 10
    static let phaseShift = 32 - bits
    private static let peak = 8_231.0

    /// Sums and products of doubles are the same on every machine, the platform's `sin` is not: so it is a series.
    static let table: [Int16] = (0..<(1 << bits)).map { index in
        let quarter = 1 << (bits - 2)
        let inHalf = index % (2 * quarter)
        let toZero = min(inHalf, 2 * quarter - inHalf)
        let angle = Double(toZero) / Double(quarter) * (Double.pi / 2)
        let square = angle * angle
        // Horner's rule for x - x³/3! + x⁵/5! - x⁷/7! + x⁹/9!: off by less than 1 in 65,536 up to a right angle.
        let series = 1 - square / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72)))
        let value = Int16((peak * angle * series).rounded())
        return index < 2 * quarter ? value : -value
    }
}

extension String {
    /// FNV-1a: unlike Swift's own hash, the same in every process.
    var stableHash: UInt64 {
        utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
