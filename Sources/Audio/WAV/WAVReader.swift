/// Makes samples at 24 kHz of a WAV file's bytes, as they come: any encoding of `WAVFormat`, the mean of its channels,
/// any rate.
///
/// Bytes may be split anywhere, and the split changes no sample. A file that was cut off is read as far as it goes.
/// What is kept is a frame, a chunk's head and what the resampler looks ahead, however long the file is.
public final class WAVReader {
    /// Once it is known: before the first sample.
    public private(set) var format: WAVFormat?

    /// How many frames the file says that it has, once it has said so; nil: it does not know.
    public var frameCount: Int? {
        guard let format, let bytes = chunks.soundBytes else { return nil }
        return bytes / format.frameBytes
    }

    private var chunks = WAVChunks()
    private var frames: WAVFrames?
    /// What a file at another rate takes.
    private var resampler: Resampler?
    private var mono: [Int16] = []
    private var hasSound = false

    /// What goes through at a time.
    private static let sliceMax = 16 * 1_024

    public init() {}

    public func append(_ bytes: UnsafeRawBufferPointer, to samples: inout [Int16]) throws(WAVError) {
        var rest = bytes
        while let piece = try chunks.next(&rest) {
            switch piece {
            case .format(let chunk): try begin(try WAVFormat(chunk: chunk))
            case .sound(let sound): try append(sound: sound, to: &samples)
            }
        }
    }

    public func append(_ bytes: [UInt8], to samples: inout [Int16]) throws(WAVError) {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(WAVError) in try append(bytes, to: &samples) }
        }
        try result.get()
    }

    /// The file is at its end: appends what was held back.
    public func finish(to samples: inout [Int16]) throws(WAVError) {
        guard hasSound else { throw .noSound }
        resampler?.flush(appendingTo: &samples)
    }

    /// A second format would be another file's.
    private func begin(_ format: WAVFormat) throws(WAVError) {
        guard self.format == nil else { throw .damagedFormat }
        self.format = format
        frames = WAVFrames(format)
        let rate = SampleRate.hertz24000
        if format.rate != rate.rawValue { resampler = Resampler(fromHertz: format.rate, to: rate) }
    }

    private func append(sound: UnsafeRawBufferPointer, to samples: inout [Int16]) throws(WAVError) {
        guard frames != nil else { throw .soundBeforeFormat }
        hasSound = true
        var rest = sound[...]
        while !rest.isEmpty {
            let slice = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.sliceMax))
            rest = rest.dropFirst(Self.sliceMax)
            guard let resampler else {
                frames?.append(slice, to: &samples)
                continue
            }
            mono.removeAll(keepingCapacity: true)
            frames?.append(slice, to: &mono)
            resampler.resample(mono, appendingTo: &samples)
        }
    }
}
