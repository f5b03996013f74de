/// What waits to be written to one attachment, in bytes, and what follows from it.
///
/// A driver's, one for each attachment; the engine learns of it by `outputStalled`.
///
/// Nothing is ever dropped. A full queue of the primary slows the session down; what still comes then
/// is what is under way, and a client that lets even that pile up is closed. A sideband slows nobody: it is closed.
public struct AttachmentQueue: Sendable, Equatable {
    public enum Role: Sendable, Equatable {
        case primary
        case sideband
    }

    public enum Change: Sendable, Equatable {
        case none
        case stall
        case resume
        case close
    }

    private enum State: Sendable, Equatable {
        case flowing
        case stalled
        case closed
    }

    public let role: Role
    /// The session is slowed down above this, and goes on below half of it.
    public let bytesHigh: Int
    public let bytesMax: Int
    public private(set) var bytes = 0
    private var state = State.flowing

    public init(role: Role, bytesHigh: Int = 1_024 * 1_024, bytesMax: Int = 64 * 1_024 * 1_024) {
        self.role = role
        self.bytesHigh = bytesHigh
        self.bytesMax = bytesMax
    }

    /// So much more waits.
    public mutating func queued(_ count: Int) -> Change {
        guard state != .closed else { return .none }
        let isBehind = bytes > bytesHigh
        bytes += count
        // One large event is nobody's fault; more on top of a full queue is.
        if bytes > bytesMax || role == .sideband && isBehind {
            state = .closed
            return .close
        }
        guard role == .primary, bytes > bytesHigh, state == .flowing else { return .none }
        state = .stalled
        return .stall
    }

    /// So much has been written.
    public mutating func written(_ count: Int) -> Change {
        bytes = max(0, bytes - count)
        guard state == .stalled, bytes <= bytesHigh / 2 else { return .none }
        state = .flowing
        return .resume
    }
}
