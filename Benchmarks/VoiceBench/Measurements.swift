import BenchSupport
import Foundation
import HTTP
import NetIO

/// The questions, asked of a server with the embedded engine.
struct Measurements: Sendable {
    static let questions = [
        "When is the shop closed?", "How long does the delivery take?", "What does the delivery cost?",
        "When does the shop open?",
    ]
    static let voices = ["slt", "rms", "awb"]
    static let silence = 400
    static let session = """
        {"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","silence_duration_ms":\(silence)}}}}
        """

    let server: MeasuredServer
    let seconds: Int
    let rounds: Int
    var report: Report
    private let loop = EventLoop.start()
    private let key: String

    init(_ server: MeasuredServer, key: String, seconds: Int, rounds: Int, report: Report) {
        self.server = server
        self.key = key
        self.seconds = seconds
        self.rounds = rounds
        self.report = report
    }

    mutating func run() async throws {
        try await measureTurns()
        try await measureInterruptions()
        try await measureListening()
        try await measureTalking()
        try await measureSpeaking()
    }

    /// When a session was accepted; nil: it was not.
    func firstSession() async throws -> Duration? {
        let caller = try await call()
        let events = try await wait(caller) { $0.contains { $0.type == "session.created" } }
        await loop.run { caller.close() }
        return events.first { $0.type == "session.created" }?.at
    }

    // MARK: What a caller waits for

    private mutating func measureTurns() async throws {
        var (started, stopped, stoppedSinceLoud) = (Latencies(), Latencies(), Latencies())
        var (first, firstOfSession) = (Latencies(), Latencies())
        for voice in Self.voices {
            let caller = try await call()
            await loop.run { caller.talk() }
            try await Task.sleep(for: .milliseconds(500))
            for turn in 0..<rounds {
                let speech = try Utterance(Self.questions[turn % Self.questions.count], voice: voice)
                let start = await loop.run { () -> Int in
                    caller.forget()
                    return caller.play(speech.samples)
                }
                let events = try await wait(caller) { $0.contains { $0.type == "response.done" } }
                let times = await loop.run {
                    (
                        caller.time(ofSample: start + speech.onset), caller.time(ofSample: start + speech.last),
                        caller.time(ofSample: start + speech.lastLoud)
                    )
                }
                func at(_ type: String) -> Duration? { events.first { $0.type == type }?.at }
                if let heard = at("input_audio_buffer.speech_started"), let onset = times.0 {
                    started.add(heard - onset)
                }
                guard let end = at("input_audio_buffer.speech_stopped"), let last = times.1 else { continue }
                stopped.add(end - last - .milliseconds(Self.silence))
                if let loud = times.2 { stoppedSinceLoud.add(end - loud - .milliseconds(Self.silence)) }
                guard let sound = at("response.output_audio.delta") else { continue }
                if turn == 0 { firstOfSession.add(sound - end) } else { first.add(sound - end) }
            }
            await complain(caller, "turns")
            await loop.run { caller.close() }
        }
        add(started, "speech begins to speech_started")
        add(stopped, "silence_duration has passed to speech_stopped")
        add(stoppedSinceLoud, "the same, since the last sample above 800")
        add(first, "speech_stopped to the first audio, later turns")
        add(firstOfSession, "speech_stopped to the first audio, first turns")
    }

    private mutating func measureInterruptions() async throws {
        var (silent, cancelled) = (Latencies(), Latencies())
        let speech = try Utterance("Stop. Thank you, that is enough.", voice: "rms")
        for _ in 0..<rounds {
            let caller = try await call()
            await loop.run {
                caller.talk()
                caller.say(Self.wish("Tell me the history of the house."))
                caller.say(#"{"type":"response.create"}"#)
            }
            _ = try await wait(caller) { $0.contains { $0.type == "response.output_audio.delta" } }
            try await Task.sleep(for: .seconds(2))
            _ = await loop.run { caller.play(speech.samples) }
            let events = try await wait(caller) { $0.contains { $0.type == "response.done" } }
            try await Task.sleep(for: .milliseconds(300))
            await complain(caller, "interruptions")
            await loop.run { caller.close() }
            guard let heard = events.first(where: { $0.type == "input_audio_buffer.speech_started" })?.at,
                let done = events.first(where: { $0.type == "response.done" })?.at
            else { continue }
            let last = events.last { $0.type == "response.output_audio.delta" && $0.at <= done }?.at ?? heard
            silent.add(max(.zero, last - heard))
            cancelled.add(done - heard)
        }
        add(silent, "interruption: speech_started to the last audio")
        add(cancelled, "interruption: speech_started to response.done")
    }

    // MARK: What it costs

    /// Lines on which nobody speaks.
    private mutating func measureListening() async throws {
        let count = 100
        var callers: [Caller] = []
        for _ in 0..<count { callers.append(try await call(chunk: 2_400)) }
        for caller in callers { await loop.run { caller.talk() } }
        try await Task.sleep(for: .seconds(1))
        let share = try await cpu { try await Task.sleep(for: .seconds(seconds)) }
        for caller in callers { await loop.run { caller.close() } }
        let each = share / Double(count) * 100
        report.add("antiphon", "CPU of a line on which nobody speaks", each, "%", "\(count) lines")
        report.add("antiphon", "lines for each core", Double(count) / share, "lines")
    }

    /// Lines on which a caller speaks all the time.
    private mutating func measureTalking() async throws {
        let count = 2
        var speech: [Int16] = []
        for question in Self.questions { speech += try Utterance(question, voice: "slt").samples }
        let long = Array(repeatElement(speech, count: max(1, (seconds + 2) * 24_000 / speech.count + 1)).joined())
        var callers: [Caller] = []
        for _ in 0..<count { callers.append(try await call(chunk: 2_400, answers: false)) }
        for caller in callers {
            await loop.run {
                _ = caller.play(long)
                caller.talk()
            }
        }
        try await Task.sleep(for: .seconds(2))
        let share = try await cpu { try await Task.sleep(for: .seconds(seconds)) }
        for caller in callers { await loop.run { caller.close() } }
        report.add("antiphon", "CPU of a caller who speaks", share / Double(count) * 100, "%", "\(count) callers")
    }

    /// Answers that are spoken, and nobody on the line.
    private mutating func measureSpeaking() async throws {
        let count = 10
        var callers: [Caller] = []
        for _ in 0..<count { callers.append(try await call()) }
        let share = try await cpu {
            for caller in callers {
                await loop.run {
                    caller.say(Self.wish("Tell me the history of the house."))
                    caller.say(#"{"type":"response.create"}"#)
                }
            }
            try await Task.sleep(for: .seconds(seconds))
        }
        for caller in callers { await loop.run { caller.close() } }
        report.add("antiphon", "CPU of an answer that is spoken", share / Double(count) * 100, "%", "\(count) answers")
    }

    // MARK: Means

    private static func wish(_ text: String) -> String {
        """
        {"type":"conversation.item.create","item":{"type":"message","role":"user",\
        "content":[{"type":"input_text","text":"\(text)"}]}}
        """
    }

    private func call(chunk: Int = 480, answers: Bool = true) async throws -> Caller {
        var headers = HeaderFields()
        headers.add("Authorization", "Bearer \(key)")
        let url = "ws://\(server.address)/v1/realtime?model=gpt-realtime"
        let channel = try await WebSocketChannel.connect(to: url, headers: headers, on: loop)
        let session =
            answers
            ? Self.session
            : Self.session.replacing(#""type":"server_vad","#, with: #""type":"server_vad","create_response":false,"#)
        return await loop.run {
            let caller = Caller(channel, chunk: chunk)
            caller.begin(session)
            return caller
        }
    }

    /// Until what came is enough; at most a minute.
    private func wait(
        _ caller: Caller,
        until isEnough: @escaping @Sendable ([Caller.Event]) -> Bool
    ) async throws -> [Caller.Event] {
        let end = EventLoop.now + .seconds(60)
        while EventLoop.now < end {
            let events = await loop.run { caller.events }
            if isEnough(events) { return events }
            try await Task.sleep(for: .milliseconds(10))
        }
        return await loop.run { caller.events }
    }

    /// The share of a core that the server takes meanwhile.
    private func cpu(_ body: () async throws -> Void) async throws -> Double {
        let (start, before) = (EventLoop.now, server.figures.cpuSeconds)
        try await body()
        return (server.figures.cpuSeconds - before) / ((EventLoop.now - start) / .seconds(1))
    }

    mutating func add(_ latencies: Latencies, _ what: String) {
        report.add("antiphon", "\(what), p50", latencies.percentile(50), "ms", "\(latencies.count) times")
        report.add("antiphon", "\(what), p95", latencies.percentile(95), "ms")
    }

    private mutating func complain(_ caller: Caller, _ what: String) async {
        for error in await loop.run({ caller.errors }) { report.add(failure: "\(what): \(error)") }
    }
}
