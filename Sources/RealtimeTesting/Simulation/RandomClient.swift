public import Bytes
public import RealtimeAPI
import RealtimeEngine

/// A client for a real connection, from a seed: what it says is well formed or damaged, about things that may or may
/// not be there. All of it is text, as far as a WebSocket goes.
public struct RandomClient: Sendable {
    private let session: SessionKind
    private var random: SeededGenerator
    private var events = RandomEvents()

    public init(seed: UInt64, session: SessionKind) {
        self.session = session
        random = SeededGenerator(seed: seed)
    }

    /// What the server said, so that there is something to speak about.
    public mutating func remember(_ event: JSON) { events.remember(rendered: event) }

    public mutating func message() -> [UInt8] {
        var tongue = Tongue(nil)
        let bytes = events.mutant(&random, in: session, .webSocket, by: &tongue)
        return String(validating: bytes, as: UTF8.self) == nil ? Array("{".utf8) : bytes
    }
}
