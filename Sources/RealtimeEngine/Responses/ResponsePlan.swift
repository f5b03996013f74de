import RealtimeAPI

/// What a response was asked to be: the session's settings at its beginning, and what `response.create` changed.
struct ResponsePlan: Sendable {
    /// Where its context comes from, fixed when it begins.
    enum Source: Sendable {
        case conversation([ItemID])
        case given([Input])
    }

    enum Input: Sendable {
        case reference(ItemID)
        /// An item of the response's own, under an id that only listeners see.
        case own(ItemID, Conversation.Entry)
    }

    var settings: SessionSettings
    var source: Source
    /// It writes to the conversation.
    var isDefault: Bool { conversationID != nil }
    /// The conversation that it writes to; nil: none.
    var conversationID: String?
    var metadata: Nullable<Metadata>
    var mcp: [MCPServerTools]
    /// The servers themselves, for calls.
    var mcpServers: [MCPTool]
}
