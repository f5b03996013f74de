import Audio
import TestSupport
import Testing

@Suite("Voice activity at 24 kHz")
struct VoiceActivityTests {
    enum Kind: CaseIterable {
        case silero, webRTC

        func judged(_ pieces: [ArraySlice<Int16>]) -> Judgement {
            func judge(_ vad: some VoiceActivityDetector) -> Judgement {
                var (vad, judgement) = (vad, Judgement())
                for piece in pieces { judgement.feed(piece, to: &vad) }
                return judgement
            }
            switch self {
            case .silero: return judge(SileroVAD())
            case .webRTC: return judge(WebRTCVAD())
            }
        }

        func judged(_ samples: [Int16]) -> Judgement { judged([samples[...]]) }
    }

    @Test("Where it was split changes nothing, and a frame ends where it says", arguments: Kind.allCases, Seed.some(3))
    func splits(_ kind: Kind, _ seed: Seed) {
        var random = seed.generator
        let whole = kind.judged(Spoken.wide)
        let split = kind.judged(Signal.pieces(Spoken.wide, &random))
        #expect(split.probabilities == whole.probabilities)
        #expect(split.ends == whole.ends)
        #expect(whole.ends == (1...whole.ends.count).map { $0 * 768 })
    }

    @Test("A person is heard soon after they begin, and no more soon after they end", arguments: Kind.allCases)
    func speech(_ kind: Kind) {
        let quiet = [Int16](repeating: 0, count: 24_000)
        let judgement = kind.judged(Spoken.wide + quiet)
        let isSpeech = judgement.probabilities.map { $0 >= 0.5 }
        // The first sound is at 0.52 s, and the last at 2.25 s: the frames that hold it end 31 ms later at most.
        let begins = judgement.ends[isSpeech.firstIndex(of: true) ?? 0] / 24
        let ends = judgement.ends[judgement.probabilities.lastIndex { $0 >= 0.35 } ?? 0] / 24
        print("\(kind): speech from \(begins) to \(ends) ms")
        #expect((500...700).contains(begins))
        #expect((1_850...2_500).contains(ends))
        #expect(judgement.probabilities.suffix(20).allSatisfy { $0 < 0.35 })
    }

    @Test("Silence and hum are no speech", arguments: Kind.allCases)
    func silence(_ kind: Kind) {
        #expect(kind.judged([Int16](repeating: 0, count: 48_000)).probabilities.allSatisfy { $0 < 0.35 })
        let hum = Signal.sine(50, rate: 24_000, count: 48_000, peak: 300)
        #expect(kind.judged(hum).probabilities.suffix(30).allSatisfy { $0 < 0.35 })
    }

    @Test("Whatever the samples are, a probability comes of them", arguments: Seed.some(8))
    func anySamples(_ seed: Seed) {
        var random = seed.generator
        let pieces = (0..<60).map { _ in Torture.samples(Int.random(in: 0...4_000, using: &random), &random)[...] }
        #expect(Kind.webRTC.judged(pieces).probabilities.allSatisfy { (0...1).contains($0) })
    }

    @Test("A copy of WebRTC's detector is what was before, and neither disturbs the other", arguments: Seed.some(3))
    func copies(_ seed: Seed) {
        var random = seed.generator
        let (half, count) = (Spoken.wide[..<30_000], 20_000)
        var (vad, before) = (WebRTCVAD(), Judgement())
        before.feed(half, to: &vad)
        var copy = vad
        var (other, again, first) = (Judgement(), Judgement(), Judgement())
        other.feed(Signal.samples(count, &random), to: &copy)
        first.feed(Spoken.wide[30_000...], to: &vad)
        again.feed(Spoken.wide[30_000...], to: &copy)
        #expect(before.probabilities + first.probabilities == Kind.webRTC.judged(Spoken.wide).probabilities)
        #expect(first.probabilities != again.probabilities)
    }

    @Test("Silero hears the same through our decimator as through SpeexDSP")
    func decimators() {
        let ours = Kind.silero.judged(Spoken.wide).probabilities
        let resampler = Resampler(from: .hertz24000, to: .hertz16000)
        var narrow: [Int16] = []
        resampler.resample(Spoken.wide, appendingTo: &narrow)
        resampler.flush(appendingTo: &narrow)
        var stream = SileroStream()
        let theirs = (0..<ours.count).map { number in
            var frame = SileroStream.Frame(repeating: 0)
            for index in 0..<512 { frame[index] = Float(narrow[number * 512 + index]) / 32_768 }
            return stream.probability(of: frame)
        }
        let differences = zip(ours, theirs).map { abs($0 - $1) }
        print("our decimator beside SpeexDSP: \(differences.reduce(0, +) / Float(ours.count)) on average")
        #expect(zip(ours, theirs).count { ($0 >= 0.5) != ($1 >= 0.5) } <= 2)
        #expect(differences.reduce(0, +) / Float(ours.count) < 0.02)
    }
}
