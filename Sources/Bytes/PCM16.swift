/// Audio samples of 16 bits as the protocol carries them: signed, the low byte first.
public enum PCM16 {
    /// Appends the samples that `bytes` hold. An odd byte at the end, half a sample, is the caller's: it is returned.
    public static func samples(from bytes: UnsafeRawBufferPointer, appendingTo samples: inout [Int16]) -> UInt8? {
        let count = bytes.count / 2
        // Swift writes the count of an empty array also where it stays 0, in storage that all threads share.
        guard count > 0 else { return bytes.first }
        samples.append(addingCapacity: count) { output in
            output.withUnsafeMutableBufferPointer { storage, written in
                for index in 0..<count {
                    let sample = bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)
                    storage.initializeElement(at: index, to: Int16(littleEndian: sample))
                }
                written = count
            }
        }
        return bytes.count.isMultiple(of: 2) ? nil : bytes.last
    }

    public static func samples(from bytes: [UInt8], appendingTo samples: inout [Int16]) -> UInt8? {
        bytes.span.withUnsafeBytes { self.samples(from: $0, appendingTo: &samples) }
    }

    /// Appends the samples as bytes.
    public static func bytes(from samples: UnsafeBufferPointer<Int16>, appendingTo bytes: inout [UInt8]) {
        let count = 2 * samples.count
        guard count > 0 else { return }
        bytes.append(addingCapacity: count) { output in
            output.withUnsafeMutableBufferPointer { storage, written in
                let storage = UnsafeMutableRawBufferPointer(storage)
                for index in samples.indices {
                    let sample = samples[index].littleEndian
                    storage.storeBytes(of: sample, toByteOffset: 2 * index, as: Int16.self)
                }
                written = count
            }
        }
    }

    public static func bytes(from samples: [Int16], appendingTo bytes: inout [UInt8]) {
        samples.span.withUnsafeBufferPointer { self.bytes(from: $0, appendingTo: &bytes) }
    }
}
