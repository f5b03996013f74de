/// How a WAV file writes its samples: what its `fmt ` chunk says.
public struct WAVFormat: Sendable, Hashable {
    public enum Encoding: Sendable, Hashable {
        /// 1 to 4 bytes, the low one first. One byte is unsigned, more are signed.
        case pcm(bytes: Int)
        case float32
        case law(G711)
    }

    public let encoding: Encoding
    public let channels: Int
    /// Frames a second, of a sample of each channel.
    public let rate: Int

    public static let channelCounts = 1...8
    public static let rates = 8_000...96_000

    /// What is read of the chunk: the extensible form has no more.
    static let bytesMax = 40

    init(chunk: [UInt8]) throws(WAVError) {
        guard chunk.count >= 16 else { throw .damagedFormat }
        channels = chunk.littleEndian(2, at: 2)
        rate = chunk.littleEndian(4, at: 4)
        guard Self.channelCounts.contains(channels) else { throw .unsupportedChannels(channels) }
        guard Self.rates.contains(rate) else { throw .unsupportedRate(rate) }
        let bits = chunk.littleEndian(2, at: 14)
        encoding = try Self.encoding(
            tag: try Self.tag(chunk),
            bits: bits,
            bytes: try Self.sampleBytes(frameBytes: chunk.littleEndian(2, at: 12), bits: bits, channels: channels)
        )
    }

    /// The extensible form names what it is in a GUID, which begins with the tag of the plain form.
    private static func tag(_ chunk: [UInt8]) throws(WAVError) -> Int {
        let tag = chunk.littleEndian(2, at: 0)
        guard tag == extensible else { return tag }
        guard chunk.count >= bytesMax else { throw .damagedFormat }
        return chunk[26...].elementsEqual(guidEnd) ? chunk.littleEndian(2, at: 24) : tag
    }

    private static let extensible = 0xFFFE
    private static let guidEnd: [UInt8] = [
        0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71,
    ]

    /// A sample of 12 or 20 bits lies at the upper end of its bytes. Who leaves the size of a frame out means the
    /// least.
    private static func sampleBytes(frameBytes: Int, bits: Int, channels: Int) throws(WAVError) -> Int {
        let least = (bits + 7) / 8
        guard frameBytes > 0 else { return least }
        let bytes = frameBytes / channels
        guard bytes * channels == frameBytes, bytes >= least else { throw .damagedFormat }
        return bytes
    }

    private static func encoding(tag: Int, bits: Int, bytes: Int) throws(WAVError) -> Encoding {
        switch (tag, bytes) {
        case (1, 1...4) where bits > 0: .pcm(bytes: bytes)
        case (3, 4): .float32
        case (6, 1): .law(.aLaw)
        case (7, 1): .law(.muLaw)
        default: throw .unsupportedEncoding(tag: tag, bits: bits)
        }
    }

    var frameBytes: Int { channels * sampleBytes }

    private var sampleBytes: Int {
        switch encoding {
        case .pcm(let bytes): bytes
        case .float32: 4
        case .law: 1
        }
    }
}

extension [UInt8] {
    /// A number of that many bytes, the low one first. The caller has counted them.
    func littleEndian(_ count: Int, at start: Int) -> Int {
        self[start..<start + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
