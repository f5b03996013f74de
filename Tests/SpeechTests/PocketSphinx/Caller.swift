import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech

/// A session that is listened to, from outside its loop.
final class Caller: @unchecked Sendable {
    private let loop: EventLoop
    private var session: (any RecognizerSession)?

    init(_ recognizer: PocketSphinxRecognizer, on loop: EventLoop) {
        self.loop = loop
        session = recognizer.session(on: loop)
    }

    func expect(_ words: ExpectedWords?) async -> ExpectationAnswer? {
        await loop.run { [self] in session?.expect(words) }
    }

    /// The session is over.
    func leave() async { await loop.run { [self] in session = nil } }

    func ear(
        _ purpose: ListenerID.Purpose = .hear,
        turn: Int = 1,
        logprobs: Bool = false,
        delay: TranscriptionSettings.Delay? = nil
    ) -> Ear {
        var settings = TranscriptionSettings()
        settings.delay = delay
        let shown = purpose == .transcribe ? settings : nil
        let assignment = ListeningAssignment(purpose, settings: shown, wantsLogprobs: logprobs, turn: turn)
        return Ear(on: loop) { [self] report in session?.listen(assignment, report: report) }
    }

    /// The whole turn at once.
    func hear(_ samples: Samples, _ purpose: ListenerID.Purpose = .hear, turn: Int = 1) async -> [ListenerReport] {
        let ear = ear(purpose, turn: turn)
        ear.feed(samples)
        ear.finish()
        return await ear.all()
    }

    func text(_ samples: Samples, turn: Int) async -> String { await hear(samples, turn: turn).text }
}

/// A listener, and what it reported.
final class Ear: @unchecked Sendable {
    private let loop: EventLoop
    private var listener: (any Listener)?
    private let reports: AsyncStream<ListenerReport>

    init(
        on loop: EventLoop,
        _ listen: @escaping @Sendable (@escaping @Sendable (ListenerReport) -> Void) -> (any Listener)?
    ) {
        self.loop = loop
        let (reports, outlet) = AsyncStream<ListenerReport>.makeStream()
        self.reports = reports
        loop.post { [self] in
            listener = listen { report in
                outlet.yield(report)
                switch report {
                case .final, .failed: outlet.finish()
                default: break
                }
            }
        }
    }

    func feed(_ samples: Samples) { loop.post { [self] in listener?.feed(samples) } }
    func finish() { loop.post { [self] in listener?.finish() } }
    func cancel() { loop.post { [self] in listener?.cancel() } }

    /// As a session does it while somebody speaks: 20 ms at a time.
    func stream(_ samples: Samples) {
        for start in stride(from: 0, to: samples.count, by: 480) {
            feed(Samples(samples[start..<min(start + 480, samples.count)]))
        }
    }

    /// Up to the ending.
    func all() async -> [ListenerReport] {
        var all: [ListenerReport] = []
        for await report in reports { all.append(report) }
        return all
    }

    /// The next report.
    func next() async -> ListenerReport? {
        for await report in reports { return report }
        return nil
    }
}

extension [ListenerReport] {
    var deltas: [String] { compactMap { if case .delta(let text, _) = $0 { text } else { nil } } }
    var scores: [Double] { compactMap { if case .endOfTurn(let score) = $0 { score } else { nil } } }
    var text: String { if case .final(let heard)? = last { heard.text } else { "" } }
    var failure: String? { if case .failed(let why)? = last { why } else { nil } }
}

/// A recogniser and a loop to use it on, for as long as the body lasts.
func withRecognizer<Result: Sendable>(
    _ recognizer: PocketSphinxRecognizer,
    _ body: (EventLoop) async throws -> Result
) async throws -> Result {
    let loop = EventLoop.start()
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body(loop)) } catch { result = .failure(error) }
    await recognizer.stop()
    await loop.stop()
    return try result.get()
}
