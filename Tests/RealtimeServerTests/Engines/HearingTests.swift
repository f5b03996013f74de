import Bytes
import HTTP
import NetIO
import RealtimeEngine
import RealtimeServer
import Speech
import Testing

/// Whole conversations through the embedded engine's parts, with decoders that need no model and do what a test wants.
@Suite("Hearing under strain", .timeLimit(.minutes(2)))
struct HearingTests {
    /// A word for each second.
    private final class Decoder: UtteranceDecoder {
        let orders: Lock<Orders>
        private var count = 0

        init(_ orders: Lock<Orders>) {
            self.orders = orders
            orders.withLock { $0.made += 1 }
        }

        func begin(mean: CepstralMean?) throws(DecodingFailure) { count = 0 }

        func decode(_ samples: ArraySlice<Int16>) throws(DecodingFailure) {
            let fails = orders.withLock { orders -> Bool in
                guard orders.failures > 0 else { return false }
                orders.failures -= 1
                return true
            }
            if fails { throw DecodingFailure("The decoder broke.") }
            count += samples.count
        }

        func guess() -> [String] { words }
        func end() throws(DecodingFailure) -> [DecodedWord] { words.map { DecodedWord($0) } }
        func mean() -> CepstralMean { CepstralMean([0]) }
        func mean(of samples: ArraySlice<Int16>) throws(DecodingFailure) -> CepstralMean? { nil }

        private var words: [String] { (0..<count / 16_000).map { "w\($0)" } }
    }

    private struct Orders {
        var made = 0
        /// So many more times somebody is asked to decode, it fails.
        var failures = 0
    }

    private let orders = Lock(Orders())

    private func with(_ body: (Running, Caller) async throws -> Void) async throws {
        let orders = orders
        let recognizer = PocketSphinxRecognizer(limits: .init(decoders: 1)) { () throws(DecodingFailure) in
            Decoder(orders)
        }
        let stack = ComposedEngine.Stack(recognizer: recognizer, thinker: try Assistant(), speaker: FliteSpeaker())
        let engine = ComposedEngine(stack: stack) { EnergyDetector() }
        try await Running.with(speech: engine) { running in
            let caller = try await running.call()
            let detection: JSON = ["type": "server_vad", "silence_duration_ms": 500]
            let input: JSON = ["turn_detection": detection, "transcription": ["model": "whisper-1"]]
            caller.send(Say.update(["audio": ["input": input], "output_modalities": ["text"]]))
            _ = try await caller.event("session.updated")
            try await body(running, caller)
        }
    }

    private func speak(_ caller: Caller, seconds: Int) {
        let second = Say.append(Say.loud(milliseconds: 1_000))
        for _ in 0..<seconds { caller.send(second) }
        caller.send(Say.append([UInt8](repeating: 0, count: 48_000)))
    }

    /// Events up to the end of the response and of the transcription.
    private func turn(_ caller: Caller) async throws -> [String: JSON] {
        var events: [String: JSON] = [:]
        let transcription = "conversation.item.input_audio_transcription"
        while events["response.done"] == nil
            || events["\(transcription).completed"] == nil && events["\(transcription).failed"] == nil
        {
            guard case .event(let event) = await caller.next(), let type = event["type"]?.string else {
                throw Caller.Ended(waitingFor: "response.done", .lost)
            }
            events[type] = event
        }
        return events
    }

    @Test("An utterance of nearly five minutes is heard and answered, and one of more is refused by name")
    func long() async throws {
        try await with { _, caller in
            speak(caller, seconds: 290)
            let heard = try await turn(caller)
            let text = heard["conversation.item.input_audio_transcription.completed"]?["transcript"]?.string
            // A long utterance is decoded in parts of fifteen seconds, and this decoder drops what is less than a
            // second at the end of each.
            #expect(text?.split(separator: " ").count ?? 0 >= 290 - 290 / 15, "\(text ?? "")")
            #expect(heard["response.done"]?["response"]?["status"]?.string == "completed")

            speak(caller, seconds: 310)
            let refused = try await turn(caller)
            let failed = refused["conversation.item.input_audio_transcription.failed"]?["error"]?["message"]?.string
            #expect(failed?.contains("300") == true, "\(failed ?? "no failure")")
            #expect(refused["response.done"] != nil)

            speak(caller, seconds: 3)
            let after = try await turn(caller)
            #expect(after["conversation.item.input_audio_transcription.completed"] != nil)
            #expect(after["response.done"]?["response"]?["status"]?.string == "completed")
        }
    }

    @Test("A decoder that dies fails its turn by name and is replaced, and the session lives")
    func dies() async throws {
        try await with { _, caller in
            let made = orders.withLock(\.made)
            orders.withLock { $0.failures = 1_000 }
            speak(caller, seconds: 3)
            let failed = try await turn(caller)
            let why = failed["conversation.item.input_audio_transcription.failed"]?["error"]?["message"]?.string
            #expect(why == "The decoder broke.", "\(why ?? "no failure")")
            let response = failed["response.done"]?["response"]
            #expect(response?["status"]?.string == "failed", "\(response?.text ?? "")")

            orders.withLock { $0.failures = 0 }
            speak(caller, seconds: 3)
            let after = try await turn(caller)
            #expect(after["conversation.item.input_audio_transcription.completed"] != nil)
            #expect(after["response.done"]?["response"]?["status"]?.string == "completed")
            #expect(orders.withLock(\.made) > max(made, 1))
        }
    }

    @Test("A telephone's 8 kHz are heard as what they are")
    func telephone() async throws {
        try await with { _, caller in
            caller.send(Say.update(["audio": ["input": ["format": ["type": "audio/pcmu"]]]]))
            _ = try await caller.event("session.updated")
            // µ-law: 0x9F and 0x1F are loud, and of opposite signs; 0xFF is silence.
            let second = (0..<8_000).map { $0 / 10 % 2 == 0 ? UInt8(0x9F) : 0x1F }
            for _ in 0..<4 { caller.send(Say.append(second)) }
            caller.send(Say.append([UInt8](repeating: 0xFF, count: 8_000)))
            let heard = try await turn(caller)
            let text = heard["conversation.item.input_audio_transcription.completed"]?["transcript"]?.string
            #expect(text?.hasPrefix("w0 w1 w2 w3") == true, "\(text ?? "")")
        }
    }
}
