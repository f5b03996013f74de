/// What a message may cost before it is refused.
public struct HTTPLimits: Sendable, Equatable {
    /// The first line of a request, with its end.
    public var requestLineBytesMax = 8 * 1024
    /// First line and header fields, with their ends; and, apart from that, the trailers.
    public var headBytesMax = 32 * 1024
    public var headerCountMax = 100
    /// The body, without the marks of its chunks.
    public var bodyBytesMax: Int
    /// The line before a chunk: its size and extensions.
    public var chunkLineBytesMax = 256
    /// The extensions of all chunks of a body. Without this, a byte of body could bring 250 of nothing.
    public var chunkExtensionBytesMax = 4 * 1024
    /// What is kept of later requests while one is being answered; two reads of a socket. Whoever sends more is
    /// answered
    /// this one request only.
    public var pipelinedBytesMax = 128 * 1024
    /// How many `1xx` responses may come before the final one.
    public var informationalMax = 16

    public init(bodyBytesMax: Int) { self.bodyBytesMax = bodyBytesMax }
}
