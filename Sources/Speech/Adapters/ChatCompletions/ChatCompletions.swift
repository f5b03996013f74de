internal import Bytes
public import NetIO
public import RealtimeEngine

/// A language model behind `/chat/completions`: OpenAI, Azure, llama.cpp, Ollama, vLLM and whoever speaks as they do.
public struct ChatCompletions: Thinker {
    private let options: ChatOptions
    private let clients: HTTPClients

    public init(_ options: ChatOptions, through clients: HTTPClients) {
        self.options = options
        self.clients = clients
    }

    public var abilities: ThinkerAbilities {
        var abilities = ThinkerAbilities()
        abilities.hasImages = options.hasImages
        abilities.hasReasoning = options.hasReasoning
        abilities.translates = true
        return abilities
    }

    public func think(
        _ request: ResponseRequest,
        on loop: EventLoop,
        report: @escaping @Sendable (AnswerPart) -> Void
    ) -> any Answerer {
        let names = ToolNames(request)
        let question = BackEndQuestion(
            "chat/completions",
            at: options.address,
            type: "application/json",
            accept: "text/event-stream",
            body: JSON.object(ChatRequest.body(request, names, options)).bytes,
            patience: options.patience
        )
        let stream = ChatStream(request, names, textBytesMax: options.textBytesMax, secrets: question.secrets)
        let reader = ChatReader(stream, eventBytesMax: options.eventBytesMax)
        return BackEndCall(question, through: clients, on: loop, reader: reader, report: report)
    }
}

extension BackEndCall: Answerer where Reader == ChatReader {}
