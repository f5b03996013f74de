import Bytes
import HTTP
import NetIO
import Testing

/// A WebSocket client of the tests: what came is waited for, in order.
final class Caller: WebSocketDelegate, @unchecked Sendable {
    enum Arrival: Sendable {
        case event(JSON)
        case ended(WebSocketEnd)
    }

    private struct State {
        var arrived: ArraySlice<Arrival> = []
        var waiter: CheckedContinuation<Arrival, Never>?
        var last: Arrival?
    }

    private let state = Lock(State())
    let channel: WebSocketChannel

    private init(_ channel: WebSocketChannel) { self.channel = channel }

    static func connect(
        _ url: String,
        headers: HeaderFields = [:],
        subprotocols: [String] = [],
        tls: TLSClient? = nil,
        on loop: EventLoop
    ) async throws -> Caller {
        let channel = try await WebSocketChannel.connect(
            to: url,
            headers: headers,
            subprotocols: subprotocols,
            tls: tls,
            options: WebSocketClientOptions(),
            on: loop
        )
        return await withCheckedContinuation { done in
            loop.post {
                let caller = Caller(channel)
                channel.delegate = caller
                done.resume(returning: caller)
            }
        }
    }

    func send(_ text: String) {
        channel.loop.post { [channel] in channel.send(text: Array(text.utf8)) }
    }

    func send(_ json: JSON) { send(json.text) }

    func abort() { channel.loop.post { [channel] in channel.abort() } }
    func close() { channel.loop.post { [channel] in channel.close(code: 1_000, reason: "") } }
    func pauseReading() { channel.loop.post { [channel] in channel.pauseReading() } }
    func resumeReading() { channel.loop.post { [channel] in channel.resumeReading() } }

    /// What came next. After the end, the end again; so too when the test's time is up.
    func next() async -> Arrival {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let arrival: Arrival? = state.withLock { state in
                    if let arrival = state.arrived.popFirst() { return arrival }
                    if let last = state.last { return last }
                    state.waiter = waiter
                    return nil
                }
                if let arrival { waiter.resume(returning: arrival) }
            }
        } onCancel: {
            arrive(.ended(.lost))
        }
    }

    /// All that has come by now.
    func taken() -> [Arrival] {
        state.withLock { state in
            defer { state.arrived = [] }
            return Array(state.arrived)
        }
    }

    /// The next event of a type; others are passed over. Fails if the connection ends first.
    func event(_ type: String) async throws -> JSON {
        while true {
            switch await next() {
            case .event(let json): if json["type"]?.string == type { return json }
            case .ended(let end): throw Ended(waitingFor: type, end)
            }
        }
    }

    /// How the connection ended; events before that are passed over.
    func end() async -> WebSocketEnd {
        while true { if case .ended(let end) = await next() { return end } }
    }

    struct Ended: Error {
        let type: String
        let end: WebSocketEnd
        init(waitingFor type: String, _ end: WebSocketEnd) {
            self.type = type
            self.end = end
        }
    }

    private func arrive(_ arrival: Arrival) {
        let waiter = state.withLock { state in
            if case .ended = arrival { state.last = arrival }
            defer { state.waiter = nil }
            if state.waiter == nil { state.arrived.append(arrival) }
            return state.waiter
        }
        waiter?.resume(returning: arrival)
    }

    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {
        let json = try? JSON(parsing: message.bytes, limits: JSONLimits())
        arrive(.event(json ?? .null))
    }

    func drained(_ channel: WebSocketChannel) {}
    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) { arrive(.ended(end)) }
}
