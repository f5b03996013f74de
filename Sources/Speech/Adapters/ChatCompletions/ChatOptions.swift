public import Bytes

/// How a language model behind `/chat/completions` is asked.
public struct ChatOptions: Sendable, Equatable {
    /// What the servers call the limit of an answer. OpenAI's newer models refuse the older name, older servers ignore
    /// the newer one.
    public enum TokenLimit: String, Sendable, Equatable, CaseIterable {
        case maxCompletionTokens = "max_completion_tokens"
        case maxTokens = "max_tokens"
    }

    public var address: BackEndAddress
    /// Nil: not said. At Azure's deployments the URL says it.
    public var model: String?
    public var hasImages = false
    /// It takes `reasoning_effort`.
    public var hasReasoning = false
    public var tokenLimit = TokenLimit.maxCompletionTokens
    public var temperature: Double?
    /// Further fields of the body. They win over ours, and `null` takes one away.
    public var extra = JSONObject()
    public var patience = BackEndPatience()
    /// Text and arguments of one answer. What is longer ends there, as an answer does that reached its limit.
    public var textBytesMax = 1 << 20
    /// One event of the stream.
    public var eventBytesMax = 1 << 20

    public init(address: BackEndAddress, model: String?) {
        self.address = address
        self.model = model
    }
}

extension JSONObject {
    /// With the operator's fields, which win; `null` takes a field away.
    func merging(_ extra: JSONObject) -> JSONObject {
        var merged = self
        // `nil` would be JSON's null in a choice between two values of JSON.
        for member in extra.members { merged[member.name] = member.value == .null ? Optional.none : member.value }
        return merged
    }
}
