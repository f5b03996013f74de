internal import RealtimeAPI
internal import RealtimeClient

/// What a connection tells whoever decides.
protocol ConnectionInput: Sendable {
    static func event(_ event: ServerEvent) -> Self
    /// What came is no event of the protocol.
    static var damaged: Self { get }
    static func connectionEnded(_ why: String) -> Self
}

extension Talk.Input: ConnectionInput {}
extension Dictation.Input: ConnectionInput {}

extension RealtimeConnection {
    /// Passes on what comes, to its end.
    func relay(to inputs: Junction<some ConnectionInput>) async {
        do throws(RealtimeClientError) {
            for try await received in events { await inputs.put(received.event.map { .event($0) } ?? .damaged) }
            await inputs.put(.connectionEnded(ConnectionEnd.closedByServer(code: 1_000, reason: "").description))
        } catch {
            await inputs.put(.connectionEnded(error.description))
        }
    }
}
