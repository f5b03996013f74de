import NetIO
import RealtimeAPI

/// Speech that cannot be: it says why, later, as a speaker must.
final class RefusedSpeech: Speaking, @unchecked Sendable {
    private var isOver = false

    init(_ error: APIError, on loop: EventLoop, report: @escaping @Sendable (SpeakingReport) -> Void) {
        loop.post { [self] in
            guard !isOver else { return }
            isOver = true
            report(.failed(error))
        }
    }

    func hold() {}
    func proceed() {}
    func cancel() { isOver = true }
}
