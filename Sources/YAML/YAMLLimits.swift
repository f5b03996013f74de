/// What a YAML text may cost before it is refused.
public struct YAMLLimits: Sendable, Equatable {
    /// The longest text, in bytes.
    public var bytes = 1_024 * 1_024
    /// How deep lists and mappings may be nested. The reader, and whoever walks the value, recurses so deep.
    public var depth = 32
    /// How many values one text may hold, keys among them.
    public var nodes = 100_000

    public init() {}
}
