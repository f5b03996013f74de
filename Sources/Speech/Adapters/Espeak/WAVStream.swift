/// Reads a WAV file as it comes out of a program: a head, then samples without end. 16 bits, one channel.
package struct WAVStream: Sendable, Equatable {
    package struct Fault: Error, Equatable {
        package let message: String
    }

    /// What stands before the samples is short.
    private static let headBytesMax = 4_096

    private var pending: [UInt8] = []
    /// Nil until the head has been read.
    package private(set) var rate: Int?

    package init() {}

    /// The samples that are whole by now.
    package mutating func append(_ bytes: [UInt8]) throws(Fault) -> [Int16] {
        pending += bytes
        if rate == nil {
            guard let head = try Self.readHead(pending) else {
                guard pending.count <= Self.headBytesMax else { throw Fault(message: "no samples in a WAV file") }
                return []
            }
            rate = head.rate
            pending.removeFirst(head.length)
        }
        let count = pending.count / 2
        let samples = (0..<count).map { Int16(bitPattern: Self.number16(pending, at: $0 * 2)) }
        pending.removeFirst(count * 2)
        return samples
    }

    /// Nil: there is more to come of it.
    private static func readHead(_ bytes: [UInt8]) throws(Fault) -> (length: Int, rate: Int)? {
        guard bytes.count >= 12 else { return nil }
        guard bytes.starts(with: "RIFF".utf8), bytes[8...].starts(with: "WAVE".utf8) else {
            throw Fault(message: "no WAV file")
        }
        var place = 12
        var rate: Int?
        while place + 8 <= bytes.count {
            let name = bytes[place..<place + 4]
            let length = Int(number16(bytes, at: place + 4)) | Int(number16(bytes, at: place + 6)) << 16
            if name.elementsEqual("data".utf8) {
                guard let rate else { throw Fault(message: "a WAV file without a format") }
                return (place + 8, rate)
            }
            guard place + 8 + length <= bytes.count else {
                guard length <= headBytesMax else { throw Fault(message: "a WAV file with a head of \(length) bytes") }
                return nil
            }
            if name.elementsEqual("fmt ".utf8) { rate = try readFormat(Array(bytes[place + 8..<place + 8 + length])) }
            place += 8 + length + length % 2
        }
        return nil
    }

    private static func readFormat(_ bytes: [UInt8]) throws(Fault) -> Int {
        guard bytes.count >= 16, number16(bytes, at: 0) == 1, number16(bytes, at: 2) == 1, number16(bytes, at: 14) == 16
        else { throw Fault(message: "a WAV file that is not of 16 bits and one channel") }
        return Int(number16(bytes, at: 4)) | Int(number16(bytes, at: 6)) << 16
    }

    private static func number16(_ bytes: [UInt8], at place: Int) -> UInt16 {
        UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
    }
}
