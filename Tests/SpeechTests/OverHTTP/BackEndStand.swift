import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport

/// A loop with the connections to back ends, for as long as a test takes. What is left open after it hangs it.
struct BackEndStand: Sendable {
    let loop: EventLoop
    let clients: HTTPClients

    static func run<Result>(_ body: (BackEndStand) async throws -> Result) async throws -> Result {
        let stand = BackEndStand(loop: EventLoop.start(), clients: HTTPClients())
        do {
            let result = try await body(stand)
            await stand.end()
            return result
        } catch {
            await stand.end()
            throw error
        }
    }

    private func end() async {
        await clients.close()
        await loop.stop()
    }

    /// What a model says, from the question to the end.
    func answer(
        _ stub: StubServer,
        _ request: ResponseRequest = Stand.request([Stand.said("Hello")]),
        change: (inout ChatOptions) -> Void = { _ in }
    ) async -> [AnswerPart] {
        let telling = Telling<AnswerPart>()
        await think(stub, request, telling: telling, change)
        return await telling.all()
    }

    func think(
        _ stub: StubServer,
        _ request: ResponseRequest = Stand.request([Stand.said("Hello")]),
        telling: Telling<AnswerPart>,
        _ change: (inout ChatOptions) -> Void = { _ in }
    ) async {
        var options = ChatOptions(address: BackEndAddress(url: stub.url), model: "tiny")
        options.patience.retryWait = .milliseconds(1)
        change(&options)
        let thinker = ChatCompletions(options, through: clients)
        let loop = loop
        await loop.run {
            telling.isAsking = true
            telling.answerer = thinker.think(request, on: loop) { part in
                precondition(loop.isOnLoop && !telling.isAsking)
                telling.tell(part)
            }
            telling.isAsking = false
        }
    }

    func onLoop(_ body: @escaping @Sendable () -> Void) async { await loop.run(body) }

    /// Lets so much time pass for what lives on the loop.
    func wait(_ duration: Duration) async {
        await withCheckedContinuation { continuation in
            loop.post { [loop] in
                final class Box: @unchecked Sendable { var timer: LoopTimer? }
                let box = Box()
                box.timer = LoopTimer(on: loop) {
                    box.timer = nil
                    continuation.resume()
                }
                box.timer?.start(after: duration)
            }
        }
    }
}

/// What is told, part by part. Changed on the loop only.
final class Telling<Part: Sendable>: @unchecked Sendable {
    var answerer: (any Answerer)?
    var speaking: (any Speaking)?
    var listener: (any Listener)?
    /// Nothing may be told from within the question.
    var isAsking = false
    private(set) var parts: [Part] = []
    private var waiters: [(until: ([Part]) -> Bool, resume: CheckedContinuation<[Part], Never>)] = []
    private let lock = Lock(())
    /// Called for each part, on the loop.
    var whenTold: (Part) -> Void = { _ in }

    func tell(_ part: Part) {
        var done: [CheckedContinuation<[Part], Never>] = []
        lock.withLock { _ in
            parts.append(part)
            done = waiters.filter { $0.until(parts) }.map(\.resume)
            waiters.removeAll { $0.until(parts) }
        }
        for waiter in done { waiter.resume(returning: parts) }
        whenTold(part)
    }

    func until(_ isSo: @escaping ([Part]) -> Bool) async -> [Part] {
        await withCheckedContinuation { continuation in
            var isDone = false
            lock.withLock { _ in
                isDone = isSo(parts)
                if !isDone { waiters.append((isSo, continuation)) }
            }
            if isDone { continuation.resume(returning: parts) }
        }
    }
}

extension Telling<AnswerPart> {
    func all() async -> [AnswerPart] { await until { $0.end != nil } }
}

extension Sequence where Element == AnswerPart {
    var end: AnswerEnd? {
        for case .end(let end) in self { return end }
        return nil
    }

    var endCount: Int { count { if case .end = $0 { true } else { false } } }

    var failure: String? { if case .failed(let error)? = end { error.message } else { nil } }
}
