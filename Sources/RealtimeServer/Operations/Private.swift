/// What a user said, a key, a phone number: it prints as a length, and is read only by name.
public struct Private<Value: Sendable>: Sendable {
    private let value: Value

    public init(_ value: Value) { self.value = value }

    public func reveal() -> Value { value }
}

extension Private: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "‹\(Value.self), \("\(value)".count) characters›" }
    public var debugDescription: String { description }
    /// A dump shows what a print does: by default it would look inside.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Private: Equatable where Value: Equatable {}
