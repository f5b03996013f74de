public import Bytes

/// An identifier on the wire: text that is compared and never taken apart.
public protocol WireID: WireValue, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    var rawValue: String { get }
    init(_ rawValue: String)
}

extension WireID {
    public init(stringLiteral value: String) { self.init(value) }
    public var description: String { rawValue }
    public var json: JSON { .string(rawValue) }
    public static var shape: WireShape { .scalar }
    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Self {
        Self(try String.read(json, reading))
    }
}

/// `item_…`
public struct ItemID: WireID {
    public static let charactersMax = 32
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// `conv_…`
public enum ConversationID {
    /// A session has one conversation, whose name follows from the session's: who translates its events knows it too.
    public static func ofSession(_ session: String) -> String {
        "conv_" + (session.hasPrefix("sess_") ? session.dropFirst(5) : session[...])
    }
}

/// `resp_…`
public struct ResponseID: WireID {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// `call_…`
public struct CallID: WireID {
    public static let charactersMax = 32
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

extension WireRule where Value: WireID {
    static func length(atMost limit: Int) -> Self {
        Self {
            let length = $0.rawValue.unicodeScalars.count
            return length <= limit ? nil : .tooLong(limit: limit, length: length)
        }
    }
}

extension WireRule<ItemID> {
    static var itemID: Self {
        Self {
            if $0.rawValue.isEmpty { return .breaksRule(expected: "an identifier", found: "an empty string") }
            return length(atMost: ItemID.charactersMax).check?($0)
        }
    }
}

extension WireRule<CallID> {
    /// `^[a-zA-Z0-9_-]+$`, at most 32 characters.
    static var callID: Self {
        Self {
            let id = $0.rawValue
            let isPlain = !id.isEmpty && id.utf8.allSatisfy(isPlainByte)
            guard isPlain else { return .breaksRule(expected: "letters, digits, '_' and '-'", found: id) }
            return length(atMost: CallID.charactersMax).check?($0)
        }
    }

    private static func isPlainByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
