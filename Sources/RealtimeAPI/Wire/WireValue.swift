public import Bytes

/// How a value is read.
public enum Reading: Sendable {
    /// From a peer that may be newer than we are: unknown fields and names are kept and written again.
    case open
    /// From a client of ours: whatever would not be in force is refused.
    case strict
}

/// A value that has a form on the wire.
public protocol WireValue: Sendable, Equatable {
    static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Self
    var json: JSON { get }
    /// What it looks like, for the tables of the documentation and the test that holds them to the contract.
    static var shape: WireShape { get }
}

/// The outline of a wire value: which fields it has, and what becomes of them here.
public indirect enum WireShape: Sendable {
    case scalar
    case array(WireShape)
    /// Evaluated late, because the tables of two types may name each other.
    case object(@Sendable () -> [WireFieldOutline])
    case choice([WireShape])
    /// A form that only the server writes; from a client it is refused, for this reason.
    case refused(String, WireShape)
}

public struct WireFieldOutline: Sendable {
    public let name: String
    public let support: WireSupport
    public let isRequired: Bool
    /// The only text that the field may hold: what tells one form of a choice from another.
    public let constant: String?
    public let shape: WireShape
}

/// What becomes of a field that a client sends.
public enum WireSupport: Sendable, Equatable {
    case inForce
    /// Only we write it; from a client it is an unknown parameter.
    case serverOnly
    /// The contract has it, this server does not: refused by name, with the reason.
    case refused(String)
}

extension String: WireValue {
    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> String {
        guard case .string(let value) = json else { throw .wrongType("a string", json) }
        return value
    }
    public var json: JSON { .string(self) }
    public static var shape: WireShape { .scalar }
}

extension Bool: WireValue {
    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Bool {
        guard case .bool(let value) = json else { throw .wrongType("a boolean", json) }
        return value
    }
    public var json: JSON { .bool(self) }
    public static var shape: WireShape { .scalar }
}

extension Int: WireValue {
    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Int {
        guard let value = json.int else { throw .wrongType("an integer", json) }
        return value
    }
    public var json: JSON { .number(JSONNumber(self)) }
    public static var shape: WireShape { .scalar }
}

extension Double: WireValue {
    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Double {
        guard case .number(let number) = json else { throw .wrongType("a number", json) }
        guard let value = number.double else {
            throw WireFault(.breaksRule(expected: "a number that a double can hold", found: number.text))
        }
        return value
    }
    /// What JSON cannot say is told as `null`; nothing of ours gets there.
    public var json: JSON { JSONNumber(self).map { .number($0) } ?? .null }
    public static var shape: WireShape { .scalar }
}

extension Array: WireValue where Element: WireValue {
    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> [Element] {
        guard case .array(let elements) = json else { throw .wrongType("an array", json) }
        var values: [Element] = []
        values.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            do {
                values.append(try Element.read(element, reading))
            } catch {
                throw error.under(index)
            }
        }
        return values
    }
    public var json: JSON { .array(map(\.json)) }
    public static var shape: WireShape { .array(Element.shape) }
}

extension JSON: WireValue {
    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> JSON { json }
    public var json: JSON { self }
    public static var shape: WireShape { .scalar }
}

/// An object whose members are the caller's own: JSON Schema of a function, arguments, annotations.
extension JSONObject: WireValue {
    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> JSONObject {
        guard case .object(let object) = json else { throw .wrongType("an object", json) }
        return object
    }
    public var json: JSON { .object(self) }
    public static var shape: WireShape { .scalar }
}
