/// What a server may cost: it is somebody else's.
public struct MCPLimits: Sendable, Equatable {
    /// What comes in answer to one order: all pages of a list, all events of a stream.
    public var responseBytesMax = 1 << 20
    /// Pages of one list of tools.
    public var pagesMax = 32
    public var toolsMax = 512
    /// The identifiers that a server has us send again: of its session, of a page, of an event.
    public var tokenBytesMax = 4_096
    /// Requests of the server's own within one stream.
    public var questionsMax = 32
    /// How often a stream that broke off is asked to go on.
    public var resumptionsMax = 3
    /// How long a server may have us wait before that.
    public var resumptionDelayMax: Duration = .seconds(30)
    /// Streams that have answered and do not end.
    public var lingeringMax = 4

    public init() {}
}
