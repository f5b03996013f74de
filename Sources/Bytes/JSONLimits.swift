/// What a JSON text may cost before it is refused.
public struct JSONLimits: Sendable, Equatable {
    /// How deep arrays and objects may be nested. The parser, and whoever walks the value, recurses so deep.
    public var depth = 64

    /// The longest text, in bytes: 15 MiB of audio in base64 (20 MiB) with its event around it.
    public var bytes = 21 * 1024 * 1024

    /// How many values one text may hold. A value takes some forty bytes of memory where `0,` took two.
    public var values = 250_000

    /// The longest number, in characters.
    public var numberLength = 1_024

    public init() {}
}
