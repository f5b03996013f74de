package import RealtimeEngine

/// One thing that an answer consists of.
package enum AnswerStep: Sendable, Equatable {
    case wait(Duration)
    /// Aloud or in writing, as the response wants it.
    case say(String)
    case call(name: String, arguments: String)
    /// A tool of an MCP server, which the server calls itself.
    case callServer(label: String, name: String, arguments: String)
    case end(AnswerEnd)
}
