import Bytes
import RealtimeAPI
import RealtimeEngine
import RealtimeServer
import Speech
import TestSupport
import Testing

@Suite("InputConditioner")
struct InputConditionerTests {
    struct Setting: Sendable, CustomTestStringConvertible {
        let format: AudioFormat
        let noise: NoiseReduction.Kind?
        var strength = 1.0

        var conditioning: Conditioning {
            let reduction = noise.map { kind in
                NoiseReduction {
                    $0.type = kind
                    $0.strength = strength
                }
            }
            return Conditioning(format: format, noiseReduction: reduction, detectsSpeech: true)
        }

        var testDescription: String { "\(format.type.rawValue), \(noise?.rawValue ?? "as it is")" }
    }

    static let settings = [AudioFormat.pcm, .pcmu, .pcma].flatMap { format in
        [nil, NoiseReduction.Kind.nearField, .farField].map { Setting(format: format, noise: $0) }
    }

    /// What the engine gets, put together, and where each frame ended.
    private struct Heard: Equatable {
        var samples: Samples = []
        var ends: [Int] = []

        mutating func add(_ audio: IncomingAudio?) {
            guard let audio else { return }
            samples += audio.samples
            ends += audio.frames.map { samples.count - $0.age.count }
        }
    }

    private func conditioner(_ setting: Setting) -> InputConditioner {
        var conditioner = InputConditioner(detector: SileroDetector())
        #expect(conditioner.use(setting.conditioning) == nil)
        return conditioner
    }

    private func bytes(_ count: Int, _ random: inout SplitMix64) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...UInt8.max, using: &random) }
    }

    /// Random sizes, empty ones too.
    private func pieces(_ bytes: [UInt8], _ random: inout SplitMix64) -> [ArraySlice<UInt8>] {
        var (rest, pieces) = (bytes[...], [ArraySlice<UInt8>]())
        while !rest.isEmpty {
            let count = Int.random(in: 0...3_000, using: &random)
            pieces.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        return pieces
    }

    @Test("All that was appended is heard by the flush, wherever it was split", arguments: settings, Seed.some(2))
    func whole(_ setting: Setting, _ seed: Seed) {
        var random = seed.generator
        let sent = bytes(Int.random(in: 0...20_000, using: &random) * 2, &random)
        let results = [[sent[...]], pieces(sent, &random)].map { pieces in
            var (conditioner, heard) = (conditioner(setting), Heard())
            for piece in pieces { heard.add(conditioner.condition(piece)) }
            heard.add(conditioner.flush())
            return heard
        }
        let ticks = setting.format.type == .pcm ? sent.count / 2 : sent.count * 3
        #expect(results[0] == results[1])
        #expect(results[0].samples.count == ticks)
        #expect(results[0].ends == (1...max(1, ticks / 768)).map { $0 * 768 }.filter { $0 <= ticks })
    }

    @Test("Another commit begins where the last one ended", arguments: settings)
    func commits(_ setting: Setting) {
        var random = Seed.some(1)[0].generator
        var (conditioner, heard, ticks) = (conditioner(setting), Heard(), 0)
        for _ in 0..<10 {
            let sent = bytes(Int.random(in: 0...3_000, using: &random) * 2, &random)
            ticks += setting.format.type == .pcm ? sent.count / 2 : sent.count * 3
            heard.add(conditioner.condition(sent[...]))
            heard.add(conditioner.flush())
            #expect(heard.samples.count == ticks)
        }
        #expect(heard.ends == (1...ticks / 768).map { $0 * 768 })
    }

    @Test("A change of the noise reduction or the format loses nothing", arguments: Seed.some(10))
    func changes(_ seed: Seed) {
        var random = seed.generator
        var conditioner = InputConditioner(detector: SileroDetector())
        var (heard, ticks) = (Heard(), 0)
        var old = Self.settings[0]
        for _ in 0..<12 {
            var setting = Self.settings.randomElement(using: &random) ?? Self.settings[0]
            setting.strength = Double.random(in: 0...1, using: &random)
            heard.add(conditioner.use(setting.conditioning))
            if setting.testDescription != old.testDescription { #expect(heard.samples.count == ticks) }
            old = setting
            let sent = bytes(Int.random(in: 0...2_000, using: &random) * 2, &random)
            ticks += setting.format.type == .pcm ? sent.count / 2 : sent.count * 3
            heard.add(conditioner.condition(sent[...]))
        }
        heard.add(conditioner.flush())
        #expect(heard.samples.count == ticks)
    }

    @Test("Nothing is changed where no noise is to be reduced, or by a strength of nought")
    func unchanged() {
        var random = Seed.some(1)[0].generator
        let sent = bytes(9_600, &random)
        var samples: Samples = []
        _ = PCM16.samples(from: sent, appendingTo: &samples)
        for setting in [Setting(format: .pcm, noise: nil), Setting(format: .pcm, noise: .farField, strength: 0)] {
            var (conditioner, heard) = (conditioner(setting), Heard())
            heard.add(conditioner.condition(sent[...]))
            heard.add(conditioner.flush())
            #expect(heard.samples == samples)
        }
    }

    @Test("An hour of a silent line is no speech, and nothing is kept of it", arguments: [settings[0], settings[5]])
    func hour(_ setting: Setting) throws {
        var conditioner = conditioner(setting)
        var turns = InputTurns(
            rules: TurnRules(.server(ServerVAD())),
            bufferBytesMax: 1_024 * 1_024,
            listensBeforeCommit: false
        )
        var ids = IDSource(seed: 1)
        let isPCM = setting.format.type == .pcm
        let second = [UInt8](repeating: isPCM ? 0 : 0xFF, count: isPCM ? 48_000 : 8_000)
        var frames = 0
        for _ in 0..<3_600 {
            let audio = conditioner.condition(second[...])
            frames += audio.frames.count
            #expect(try turns.append(audio, ids: &ids) == [])
        }
        #expect(frames >= 3_599 * 1_000 / 32)
        #expect(turns.buffer.length <= InputTurns.silenceKept + .milliseconds(1_500))
    }

    @Test("After a clear nothing is heard of what was before", arguments: settings)
    func clears(_ setting: Setting) {
        var random = Seed.some(1)[0].generator
        var (conditioner, heard) = (conditioner(setting), Heard())
        _ = conditioner.condition(bytes(5_001, &random)[...])
        conditioner.reset()
        // Silence: nought in PCM16, and its codes in the two laws.
        let silence: UInt8 = setting.format.type == .pcm ? 0 : setting.format.type == .pcmu ? 0xFF : 0xD5
        heard.add(conditioner.condition([UInt8](repeating: silence, count: 9_600)[...]))
        heard.add(conditioner.flush())
        #expect(heard.samples.allSatisfy { abs(Int($0)) <= 16 })
    }
}
