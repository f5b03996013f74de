import Audio
import Testing

@Suite("G.711")
struct G711Tests {
    /// By `Fixtures/record.py`, from the ITU's own code.
    @Test(
        "Every sample gets the code of the reference",
        arguments: [
            (G711.muLaw, 0x04EC_1F08_3FD7_8C2D), (.aLaw, 0xF030_666E_B780_CF25),
        ] as [(G711, UInt64)]
    )
    func encodes(_ law: G711, _ digest: UInt64) {
        let codes = encode(Array(Int16.min...Int16.max), law)
        #expect(codes.count == 65_536)
        #expect(fnv1a(codes) == digest)
    }

    @Test(
        "Every code gets the sample of the reference",
        arguments: [
            (G711.muLaw, 0xB91E_65D6_8481_A1A8), (.aLaw, 0x693A_40CA_62A3_D2A5),
        ] as [(G711, UInt64)]
    )
    func decodes(_ law: G711, _ digest: UInt64) {
        let samples = decode(Array(UInt8.min...UInt8.max), law)
        #expect(samples.count == 256)
        #expect(
            fnv1a(samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }) == digest
        )
    }

    @Test("A code comes back as it was, but for the negative zero of µ-law", arguments: G711.allCases)
    func codesComeBack(_ law: G711) {
        var codes = Array(UInt8.min...UInt8.max)
        let back = encode(decode(codes, law), law)
        if law == .muLaw { codes[0x7F] = 0xFF }
        #expect(back == codes)
    }

    @Test("A louder sample never gets a quieter code", arguments: G711.allCases)
    func order(_ law: G711) {
        let samples = decode(encode(Array(Int16.min...Int16.max), law), law)
        #expect(zip(samples, samples.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("The codes that everybody knows")
    func known() {
        #expect(encode([0, -1, .max, .min], .muLaw) == [0xFF, 0x7F, 0x80, 0x00])
        #expect(encode([0, -1, .max, .min], .aLaw) == [0xD5, 0x55, 0xAA, 0x2A])
    }

    @Test("Nothing is nothing", arguments: G711.allCases)
    func nothing(_ law: G711) {
        #expect(decode([], law).isEmpty && encode([], law).isEmpty)
        var samples: [Int16] = [1]
        law.decode(UnsafeRawBufferPointer(start: nil, count: 0), appendingTo: &samples)
        #expect(samples == [1])
    }
}

/// Fowler, Noll and Vo's digest of 64 bits.
private func fnv1a(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

private func encode(_ samples: [Int16], _ law: G711) -> [UInt8] {
    var codes: [UInt8] = []
    samples.withUnsafeBufferPointer { law.encode($0, appendingTo: &codes) }
    return codes
}

private func decode(_ codes: [UInt8], _ law: G711) -> [Int16] {
    var samples: [Int16] = []
    codes.withUnsafeBytes { law.decode($0, appendingTo: &samples) }
    return samples
}
