/// Reads the header of a WAV file as it comes, in pieces of any size (RIFF, `fmt ` and whatever stands before `data`).
///
/// Streams do not know how long they will be and say 0xFFFFFFFF, or nonsense: how long the samples are is only believed
/// for an estimate.
package struct WAVHeader: Sendable, Equatable {
    package struct Format: Sendable, Equatable {
        package var channels: Int
        package var hertz: Int
        /// Of the samples that follow. Nil: not known.
        package var dataBytes: Int?
    }

    package enum Outcome: Sendable, Equatable {
        case needsMore
        /// The header is over; so many of the bytes that were given last belong to it.
        case format(Format, used: Int)
    }

    /// What stands before the samples, pictures and words of the singer included.
    static let bytesMax = 256 << 10
    private static let chunkHeaderBytes = 8

    private var bytes: [UInt8] = []
    private var position = 12
    private var format: Format?

    package init() {}

    package mutating func read(_ new: UnsafeRawBufferPointer) throws(BackEndFault) -> Outcome {
        let before = bytes.count
        bytes.append(contentsOf: new.prefix(Self.bytesMax - before))
        guard bytes.count >= 12 else { return .needsMore }
        guard text(at: 0) == "RIFF" || text(at: 0) == "RF64", text(at: 8) == "WAVE" else {
            throw .misunderstood("answered with audio that is no WAV file")
        }
        while position + Self.chunkHeaderBytes <= bytes.count {
            let (name, size) = (text(at: position), word(at: position + 4))
            let body = position + Self.chunkHeaderBytes
            if name == "data" { return .format(try described(dataBytes: size), used: body - before) }
            // Chunks are padded to even lengths.
            guard body + size + size % 2 <= bytes.count else { break }
            if name == "fmt " { format = try Self.format(bytes[body..<(body + size)]) }
            position = body + size + size % 2
        }
        guard bytes.count < Self.bytesMax else { throw .misunderstood("answered with a WAV file that has no samples") }
        return .needsMore
    }

    private func described(dataBytes: Int) throws(BackEndFault) -> Format {
        guard var format else { throw .misunderstood("answered with a WAV file that does not say its format") }
        // Between "none" and "as many as can be written" is what somebody has counted.
        format.dataBytes = 1..<0x7000_0000 ~= dataBytes ? dataBytes : nil
        return format
    }

    /// PCM of 16 bits: what is asked for, and what all of them have.
    private static func format(_ chunk: ArraySlice<UInt8>) throws(BackEndFault) -> Format {
        let bytes = Array(chunk)
        guard bytes.count >= 16 else { throw .misunderstood("answered with a WAV file of a broken format") }
        let coding = half(bytes, at: 0)
        let (channels, hertz, bits) = (half(bytes, at: 2), word(bytes, at: 4), half(bytes, at: 14))
        // 0xFFFE: the format is said further on, and 16 bits are PCM there too.
        guard coding == 1 || coding == 0xFFFE, bits == 16 else {
            throw .misunderstood("answered with a WAV file of \(bits) bits in coding \(coding), not 16 bits of PCM")
        }
        guard 1...8 ~= channels else { throw .misunderstood("answered with a WAV file of \(channels) channels") }
        return Format(channels: channels, hertz: hertz, dataBytes: nil)
    }

    private func text(at place: Int) -> String { String(decoding: bytes[place..<(place + 4)], as: UTF8.self) }
    private func word(at place: Int) -> Int { Self.word(bytes, at: place) }

    private static func word(_ bytes: [UInt8], at place: Int) -> Int {
        bytes[place..<(place + 4)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func half(_ bytes: [UInt8], at place: Int) -> Int { Int(bytes[place]) | Int(bytes[place + 1]) << 8 }
}
