/// What opens a back end's door. It prints as what it is, never as its text, and is read only by name.
public struct BackEndKey: Sendable, Equatable {
    private let text: String

    public init(_ text: String) { self.text = text }

    func reveal() -> String { text }
}

extension BackEndKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "‹key›" }
    public var debugDescription: String { description }
    /// A dump shows what a print does: by default it would look inside.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
