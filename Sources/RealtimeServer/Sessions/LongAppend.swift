internal import Bytes
internal import RealtimeAPI
internal import RealtimeEngine

/// An append of many seconds, worked on a slice at a time so that no neighbour on the loop waits for it.
///
/// First all of its base64 is decoded, as an append is taken whole or refused whole; then the audio is conditioned.
struct LongAppend {
    enum Step {
        case more
        case refused(APIError)
        case done(IncomingAudio)
    }

    private enum Work {
        case decode(from: Int)
        case condition(from: Int)
    }

    let sender: Sender
    private let frame: Frame
    private let characters: Range<Int>
    private let sliceBytes: Int
    private var work: Work
    private var bytes: [UInt8] = []
    private var audio = IncomingAudio(samples: [])

    /// `sliceBytes` of decoded audio are dealt with in one step; a multiple of three, as base64 is cut between groups.
    init(_ frame: Frame, _ characters: Range<Int>, sliceBytes: Int, sender: Sender) {
        self.frame = frame
        self.characters = characters
        self.sliceBytes = max(3, sliceBytes / 3 * 3)
        self.sender = sender
        work = .decode(from: characters.lowerBound)
        bytes.reserveCapacity(min(characters.count / 4 * 3, AudioAppend.bytesMax))
    }

    /// Whether one step of each kind is all there is to do.
    var isShort: Bool { characters.count / 4 * 3 <= sliceBytes }

    mutating func step(_ conditioner: inout InputConditioner) -> Step {
        switch work {
        case .decode(let start): decode(from: start)
        case .condition(let start): condition(from: start, &conditioner)
        }
    }

    private mutating func decode(from start: Int) -> Step {
        let end = min(start + sliceBytes / 3 * 4, characters.upperBound)
        let isLast = end == characters.upperBound
        let wanted = bytes.count + sliceBytes
        do throws(Base64Error) {
            try decode(start..<end, to: &bytes)
        } catch {
            return .refused(fault)
        }
        // A slice that is not the last is full: padding in it would be in the middle of the text.
        guard isLast || bytes.count == wanted else { return .refused(fault) }
        guard bytes.count <= AudioAppend.bytesMax else { return .refused(.appendTooLarge(limit: AudioAppend.bytesMax)) }
        work = isLast ? .condition(from: 0) : .decode(from: end)
        return .more
    }

    /// What a decoder of the whole text says is wrong with it, so that a long append is refused as a short one is.
    private var fault: APIError {
        var all: [UInt8] = []
        do throws(Base64Error) {
            try decode(characters, to: &all)
        } catch {
            return .invalidBase64(error, param: "audio")
        }
        return .serverError
    }

    private func decode(_ range: Range<Int>, to bytes: inout [UInt8]) throws(Base64Error) {
        try frame.bytes.span.withUnsafeBytes { (buffer) throws(Base64Error) in
            try Base64.decode(UnsafeRawBufferPointer(rebasing: buffer[range]), appendingTo: &bytes)
        }
    }

    private mutating func condition(from start: Int, _ conditioner: inout InputConditioner) -> Step {
        let end = min(start + sliceBytes, bytes.count)
        let piece = conditioner.condition(bytes[start..<end])
        // Ages count from the end of the samples, which moves.
        let added = Ticks(piece.samples.count)
        for index in audio.frames.indices { audio.frames[index].age += added }
        // All of the room at once, as growing would copy what is there.
        if start == 0 { audio.samples.reserveCapacity(piece.samples.count * (bytes.count / sliceBytes + 1)) }
        audio.samples += piece.samples
        audio.frames += piece.frames
        guard end == bytes.count else {
            work = .condition(from: end)
            return .more
        }
        return .done(audio)
    }
}
