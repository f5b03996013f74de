internal import RealtimeEngine
internal import Speech

/// What a session is given to live on: fixed for its life.
struct SessionTerms: Sendable {
    let speech: any SpeechEngine
    /// What it was asked for at the door.
    let model: String
    /// How long a back end may be silent.
    let effectPatience: Duration
    /// Nil: no tools of MCP servers are called.
    let mcp: MCPAccess?
    /// How long nothing may be said by either side; nil: for ever.
    let idleLimit: Duration?
    /// How much of one append is dealt with in one turn of the loop.
    let slice: Ticks
    /// Asks the limiter that the sessions of a key share.
    let limit: @Sendable (LimitMoment) -> LimitAnswer
    /// Called once, when the session has ended.
    let ended: @Sendable (_ id: String) -> Void
}
