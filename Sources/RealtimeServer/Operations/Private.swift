/// What a user said, a key, a phone number: it prints as a length, and is read only by name.
public struct Private<Value: Sendable>: Sendable, CustomStringConvertible {
    private let value: Value
    public init(_ value: Value) { self.value = value }
    public func reveal() -> Value { value }
    public var description: String { "‹\(Value.self), \("\(value)".count) characters›" }
}
