public import NetIO
internal import RealtimeAPI
public import RealtimeEngine

/// Speaks many languages with espeak-ng, a program that this one runs and is not linked with: it is under the GPL.
/// Text goes to its standard input, and sound comes from its standard output; there is no shell in between.
public struct EspeakSpeaker: Speaker {
    /// So many clauses may wait for their turn.
    private static let waitingMax = 1_024

    private let program: String
    private let turns: Turns

    /// Nil where there is no such program. `atOnce`: how many may run at a time.
    public init?(program: String = "espeak-ng", atOnce: Int = 4) {
        guard let path = ChildCommand.path(of: program) else { return nil }
        self.program = path
        turns = Turns(atOnce: atOnce, waitingMax: Self.waitingMax)
    }

    public var voices: Offer.Names { .only(EspeakVoice.variants.keys.sorted()) }
    public var customVoices: Bool { false }
    public var languages: Offer.Names { .only(EspeakVoice.languages.keys.sorted()) }

    public func speak(
        _ text: String,
        manner: SpeakingManner,
        on loop: EventLoop,
        report: @escaping @Sendable (SpeakingReport) -> Void
    ) -> any Speaking {
        let code = manner.language.map(LanguageGuess.code) ?? LanguageGuess.guess(text) ?? "en"
        guard let language = EspeakVoice.languages[code] else {
            let why = "espeak-ng is not asked to speak '\(code)'."
            return RefusedSpeech(.modelFailed(why), on: loop, report: report)
        }
        guard case .named(let name) = manner.voice, let variant = EspeakVoice.variants[name] else {
            return RefusedSpeech(.modelFailed("The embedded speech has no such voice."), on: loop, report: report)
        }
        let speed = manner.speed.isFinite ? min(max(manner.speed, 0.25), 1.5) : 1
        let arguments = EspeakVoice.arguments(language: language, variant: variant, speed: speed)
        let command = ChildCommand(program, arguments: arguments)
        let speech = EspeakSpeech(text, command, turns, on: loop, report: report)
        speech.begin()
        return speech
    }
}
