/// Finds the format and the sound in a WAV file's bytes, as they come.
///
/// A file is a head and chunks, each a name, a length and as many bytes, filled up to an even number. What is not known
/// is skipped. A file that is longer than 32 bits can say (RF64) has its lengths in a chunk of its own.
struct WAVChunks {
    enum Piece {
        /// The beginning of the `fmt ` chunk.
        case format([UInt8])
        /// Sound, or a part of it. Valid as long as the bytes it came in.
        case sound(UnsafeRawBufferPointer)
    }

    private enum State {
        case head
        case chunk
        case format(length: Int)
        case sizes(length: Int)
        case skipping(Int)
        case sound(left: Int, pads: Bool)
        /// Nobody wrote down how long it is.
        case soundToTheEnd
    }

    private var state = State.head
    /// What has come of a head, a chunk's head or a chunk that is read whole.
    private var kept: [UInt8] = []
    private var position = 0
    /// Where the file says that it ends; nil: it does not.
    private var end: Int?
    /// How many bytes of sound it says that there are; nil: it does not, or not yet.
    private(set) var soundBytes: Int?
    /// The length of the sound, where 32 bits cannot say it.
    private var longSound: Int?

    /// Takes bytes until there is something to tell; nil when there are none left.
    mutating func next(_ bytes: inout UnsafeRawBufferPointer) throws(WAVError) -> Piece? {
        while !bytes.isEmpty {
            switch state {
            case .head: if keep(12, &bytes) { try beginFile() }
            case .chunk: if keep(8, &bytes) { beginChunk() }
            case .format(let length):
                guard keep(min(length, WAVFormat.bytesMax), &bytes) else { break }
                state = .skipping(Self.even(length) - kept.count)
                return .format(flushed())
            case .sizes(let length):
                guard keep(min(length, 24), &bytes) else { break }
                state = .skipping(Self.even(length) - kept.count)
                readSizes(flushed())
            case .skipping(let left):
                let skipped = take(left, &bytes)
                state = skipped.count == left ? .chunk : .skipping(left - skipped.count)
            case .sound(let left, let pads):
                let sound = take(left, &bytes)
                let isDone = sound.count == left
                state = isDone ? (pads ? .skipping(1) : .chunk) : .sound(left: left - sound.count, pads: pads)
                if !sound.isEmpty { return .sound(sound) }
            case .soundToTheEnd: return .sound(take(bytes.count, &bytes))
            }
        }
        return nil
    }

    private mutating func beginFile() throws(WAVError) {
        let head = flushed()
        let name = head[..<4]
        if name.elementsEqual("RIFX".utf8) { throw .bigEndian }
        guard name.elementsEqual("RIFF".utf8) || name.elementsEqual("RF64".utf8), head[8...].elementsEqual("WAVE".utf8)
        else { throw .notWAVE }
        let length = head.littleEndian(4, at: 4)
        end = length == 0xFFFF_FFFF ? nil : length + 8
        state = .chunk
    }

    private mutating func beginChunk() {
        let head = flushed()
        let length = head.littleEndian(4, at: 4)
        switch String(decoding: head[..<4], as: UTF8.self) {
        case "fmt ": state = .format(length: length)
        case "ds64": state = .sizes(length: length)
        case "data": beginSound(length)
        default: state = .skipping(Self.even(length))
        }
        // What is nothing has no bytes to wait for.
        if case .skipping(0) = state { state = .chunk }
    }

    /// Whoever writes to a pipe cannot come back to fill in a length: it is all ones, or zero with the end of the file
    /// right behind.
    private mutating func beginSound(_ length: Int) {
        if length == 0xFFFF_FFFF, let longSound {
            state = .sound(left: longSound, pads: !longSound.isMultiple(of: 2))
            soundBytes = longSound
        } else if length == 0xFFFF_FFFF || (length == 0 && end ?? 0 <= position) {
            state = .soundToTheEnd
        } else {
            state = length == 0 ? .chunk : .sound(left: length, pads: !length.isMultiple(of: 2))
            soundBytes = length
        }
    }

    /// `ds64`: the lengths of the file and of the sound, 64 bits each. What nobody can have is as good as unknown.
    private mutating func readSizes(_ chunk: [UInt8]) {
        guard chunk.count >= 16, chunk[15] < 0x40 else { return }
        let length = chunk.littleEndian(8, at: 8)
        if length > 0 { longSound = length }
    }

    /// Collects `count` bytes; whether they are there.
    private mutating func keep(_ count: Int, _ bytes: inout UnsafeRawBufferPointer) -> Bool {
        kept += take(count - kept.count, &bytes)
        return kept.count == count
    }

    private mutating func flushed() -> [UInt8] {
        defer { kept = [] }
        return kept
    }

    private mutating func take(_ count: Int, _ bytes: inout UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let taken = UnsafeRawBufferPointer(rebasing: bytes.prefix(count))
        bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(count))
        position += taken.count
        return taken
    }

    private static func even(_ length: Int) -> Int { length + length % 2 }
}
