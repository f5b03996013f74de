public import Bytes

/// A string from a set that the service may extend at any time.
///
/// Known values are static members; an unknown one reads, compares and writes unchanged. Only where a client of ours
/// is read strictly must the value be one of `known`.
public protocol OpenEnum: WireValue, RawRepresentable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
    static var known: [Self] { get }
}

extension OpenEnum {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    public var description: String { rawValue }
    public var json: JSON { .string(rawValue) }
    public static var shape: WireShape { .scalar }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Self {
        let value = Self(rawValue: try String.read(json, reading))
        guard reading == .open || known.contains(value) else {
            throw WireFault(.notInSet(found: value.rawValue, allowed: known.map(\.rawValue)))
        }
        return value
    }
}
