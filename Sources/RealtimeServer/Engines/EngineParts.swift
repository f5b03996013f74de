internal import NetIO
internal import RealtimeEngine
package import Speech

/// Makes the engine that the settings ask for: what is in the program, and servers behind HTTP, by their names.
package struct EngineParts {
    private let settings: Settings
    private let clients = HTTPClients()
    private let embedded: ComposedEngine.Stack
    /// One of each, whoever uses it: what a recogniser learns of a caller is its own.
    private let recognizers: [String: any Recognizer]

    package init(_ settings: Settings, log: Log) throws(Server.Failure) {
        self.settings = settings
        let clients = clients
        embedded = ComposedEngine.Stack(
            recognizer: Self.recognizer(settings.recognition),
            thinker: try Self.assistant(settings.assistant, log),
            speaker: LanguageSpeaker.embedded()
        )
        recognizers = settings.engines.transcription.mapValues { Transcriptions($0, through: clients) }
    }

    /// A name in a route that nothing has was refused with the settings.
    package var engine: ComposedEngine {
        let named = settings.routes.filter { $0.key != Settings.Route.everyOther }
        return ComposedEngine(
            stack: stack(settings.routes[Settings.Route.everyOther]),
            stacks: named.mapValues(stack),
            recognizers: named.compactMapValues { route in route.hear.map(recognizer) },
            clients: clients
        )
    }

    private func stack(_ route: Settings.Route?) -> ComposedEngine.Stack {
        guard let route else { return embedded }
        let thinker = route.think.flatMap { settings.engines.chat[$0] }
        let speaker = route.speak.flatMap { settings.engines.speech[$0] }
        return ComposedEngine.Stack(
            recognizer: route.hear.map(recognizer) ?? embedded.recognizer,
            thinker: thinker.map { ChatCompletions($0, through: clients) } ?? embedded.thinker,
            speaker: speaker.map { SpokenHTTP($0, through: clients) } ?? embedded.speaker
        )
    }

    private func recognizer(_ name: String) -> any Recognizer { recognizers[name] ?? embedded.recognizer }

    private static func recognizer(_ settings: Settings.Recognition) -> any Recognizer {
        var limits = PocketSphinxRecognizer.Limits(cores: Machine.cores, memoryBytes: Machine.memoryBytes)
        if settings.decoders > 0 { limits.decoders = settings.decoders }
        limits.waiting = settings.waiting
        limits.wait = settings.wait
        limits.expecting = settings.hints
        return PocketSphinxRecognizer(limits: limits) { TurnRule.score(text: $0, language: "en") }
    }

    private static func assistant(
        _ settings: Settings.Assistant,
        _ log: Log
    ) throws(Server.Failure) -> any Thinker {
        var options = AssistantOptions()
        if let folder = settings.content {
            let content = try ContentFolder(folder)
            options.documents = content.documents
            log(.info, "content.read", ["documents": content.documents.count, "passed_over": content.passedOver])
        }
        options.handOverTools = settings.handOver
        options.greeting = settings.greeting
        options.prefersSpanish = settings.language == .spanish
        options.now = { WallClock.local }
        do {
            return try Assistant(options)
        } catch {
            throw Server.Failure(description: "The assistant's content cannot be used: \(error.message)")
        }
    }
}
