/// Why a WebSocket was closed, as a number that may stand in a close frame (RFC 6455 §7.4, and IANA's registry).
///
/// 1005, 1006 and 1015 never stand in one: they are what an end without a code is called.
public struct WebSocketCloseCode: Sendable, Hashable {
    public let rawValue: UInt16

    /// Nil for numbers that must not be sent.
    public init?(_ rawValue: Int) {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: self.rawValue = UInt16(rawValue)
        default: return nil
        }
    }

    private init(registered rawValue: UInt16) { self.rawValue = rawValue }

    public static let normal = Self(registered: 1000)
    public static let goingAway = Self(registered: 1001)
    public static let protocolError = Self(registered: 1002)
    public static let unsupportedData = Self(registered: 1003)
    public static let invalidText = Self(registered: 1007)
    public static let policyViolation = Self(registered: 1008)
    public static let messageTooBig = Self(registered: 1009)
    public static let internalError = Self(registered: 1011)
    public static let serviceRestart = Self(registered: 1012)
    public static let tryAgainLater = Self(registered: 1013)
}
