/// A field where "absent", `null` and a value are three things:
/// `{}` keeps turn detection, `{"turn_detection": null}` switches it off.
public enum Nullable<Value: WireValue>: Sendable, Equatable {
    case absent
    case null
    case value(Value)

    public init(_ value: Value?) { self = value.map { .value($0) } ?? .null }

    public var value: Value? { if case .value(let value) = self { value } else { nil } }

    public var isAbsent: Bool { if case .absent = self { true } else { false } }
}
