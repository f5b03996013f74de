/// The two laws of ITU-T G.711: a sample of 16 bits in 8, finer where it is quiet.
///
/// Every bit is that of the ITU's reference code (G.191). Its magnitude of a negative sample is the one's complement;
/// in the older code that many copied from Sun, Python's `audioop` too, µ-law's is the two's, so that 508 negative
/// samples at the border of two codes get the louder one. Decoding and A-law are the same everywhere.
public enum G711: Sendable, Hashable, CaseIterable {
    case muLaw
    case aLaw

    public func decode(_ codes: UnsafeRawBufferPointer, appendingTo samples: inout [Int16]) {
        guard !codes.isEmpty else { return }
        let table = self == .muLaw ? Self.muLawSamples : Self.aLawSamples
        table.withUnsafeBufferPointer { table in
            samples.append(addingCapacity: codes.count) { output in
                output.withUnsafeMutableBufferPointer { storage, written in
                    for index in codes.indices {
                        storage.initializeElement(at: index, to: table[Int(codes[index])])
                    }
                    written = codes.count
                }
            }
        }
    }

    public func encode(_ samples: UnsafeBufferPointer<Int16>, appendingTo codes: inout [UInt8]) {
        switch self {
        case .muLaw: Self.append(samples, to: &codes, by: Self.muLaw)
        case .aLaw: Self.append(samples, to: &codes, by: Self.aLaw)
        }
    }

    @inline(__always)
    private static func append(
        _ samples: UnsafeBufferPointer<Int16>,
        to codes: inout [UInt8],
        by code: (Int16) -> UInt8
    ) {
        guard !samples.isEmpty else { return }
        codes.append(addingCapacity: samples.count) { output in
            output.withUnsafeMutableBufferPointer { storage, written in
                for index in samples.indices { storage.initializeElement(at: index, to: code(samples[index])) }
                written = samples.count
            }
        }
    }
}

/// A code is a sign, three bits of exponent and four of mantissa: G.711 tables 1 and 2.
extension G711 {
    /// 14 bits of magnitude count. The bias makes every segment begin at a power of two; all bits but the sign are sent
    /// inverted, and the sign is set where the sample is not negative.
    @inline(__always)
    static func muLaw(_ sample: Int16) -> UInt8 {
        let sign: UInt8 = sample < 0 ? 0 : 0x80
        let magnitude = min(UInt16(sample < 0 ? ~sample : sample) >> 2 + 33, 0x1FFF)
        let exponent = 10 - magnitude.leadingZeroBitCount
        let mantissa = UInt8(truncatingIfNeeded: magnitude >> (exponent + 1)) & 0x0F
        return sign | (~(UInt8(truncatingIfNeeded: exponent) << 4 | mantissa) & 0x7F)
    }

    /// 12 bits of magnitude count. The two lowest segments are one straight line; even bits are sent inverted.
    @inline(__always)
    static func aLaw(_ sample: Int16) -> UInt8 {
        let sign: UInt8 = sample < 0 ? 0 : 0x80
        let magnitude = UInt16(sample < 0 ? ~sample : sample) >> 4
        let exponent = max(12 - magnitude.leadingZeroBitCount, 0)
        let mantissa = UInt8(truncatingIfNeeded: magnitude >> max(exponent - 1, 0)) & 0x0F
        return (sign | UInt8(truncatingIfNeeded: exponent) << 4 | mantissa) ^ 0x55
    }

    private static let muLawSamples: [Int16] = (UInt8.min...UInt8.max).map { code in
        let magnitude = (Int16(~code & 0x0F) << 3 + 0x84) << Int16(~code >> 4 & 7) - 0x84
        return code < 0x80 ? -magnitude : magnitude
    }

    private static let aLawSamples: [Int16] = (UInt8.min...UInt8.max).map { code in
        let bits = code ^ 0x55
        let exponent = Int16(bits >> 4 & 7)
        let mantissa = Int16(bits & 0x0F) << 4 + 8
        let magnitude = exponent == 0 ? mantissa : (mantissa + 0x100) << (exponent - 1)
        return code < 0x80 ? -magnitude : magnitude
    }
}
