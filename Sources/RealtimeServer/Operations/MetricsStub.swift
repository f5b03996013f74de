internal import RealtimeAPI
internal import RealtimeEngine

public final class Metrics: Sendable {
    public init() {}
    struct C: Sendable {
        func increment() {}; func increment(by: Int) {}; func increment(by: Double) {}; func observe(_ d: Duration) {}
    }
    let firstAudio = C(), limiterRefusals = C(), effectTimeouts = C(), eventsReceived = C(), eventsSent = C(),
        audioReceived = C(), audioSent = C(), secretsIssued = C()
    func requestAnswered(_ r: Route, status: Int) {}
    func exposition() -> String { "" }
    func sessionStarted(_ k: SessionKind) {}
    func sessionEnded(_ k: SessionKind, _ r: EndReason) {}
    func responseEnded(_ s: ResponseStatus) {}
    func admissionRefused(_ e: APIError) {}
}
