internal import NetIO
internal import RealtimeEngine
internal import Speech

/// Makes the engine that the settings ask for: what is in the program, and servers behind HTTP, by their names.
struct EngineParts {
    private let settings: Settings
    private let clients = HTTPClients()
    private let embedded: ComposedEngine.Stack

    init(_ settings: Settings) throws(Server.Failure) {
        self.settings = settings
        embedded = ComposedEngine.Stack(
            recognizer: Self.recognizer(settings.recognition),
            thinker: try Self.assistant(settings.assistant),
            speaker: LanguageSpeaker.embedded()
        )
    }

    /// A name in a route that nothing has was refused with the settings.
    var engine: ComposedEngine {
        let named = settings.routes.filter { $0.key != Settings.Route.everyOther }
        return ComposedEngine(
            stack: stack(settings.routes[Settings.Route.everyOther]),
            stacks: named.mapValues(stack),
            recognizers: named.compactMapValues { route in route.hear.map { recognizer($0) } },
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

    private func recognizer(_ name: String) -> any Recognizer {
        guard let options = settings.engines.transcription[name] else { return embedded.recognizer }
        return Transcriptions(options, through: clients)
    }

    private static func recognizer(_ settings: Settings.Recognition) -> any Recognizer {
        var limits = PocketSphinxRecognizer.Limits(cores: Machine.cores, memoryBytes: Machine.memoryBytes)
        if settings.decoders > 0 { limits.decoders = settings.decoders }
        limits.waiting = settings.waiting
        limits.wait = settings.wait
        limits.expecting = settings.hints
        return PocketSphinxRecognizer(limits: limits) { TurnRule.score(text: $0, language: "en") }
    }

    private static func assistant(_ settings: Settings.Assistant) throws(Server.Failure) -> any Thinker {
        var options = AssistantOptions()
        if let folder = settings.content { options.documents = try ContentFolder.read(folder) }
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
