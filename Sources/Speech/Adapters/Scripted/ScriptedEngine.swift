public import NetIO
public import RealtimeEngine

/// An engine without a model: it says what its script says, or repeats what it is told.
///
/// The same input has the same output, audio included; only what the script says takes time. What it does not do it
/// does not offer, so that nothing is accepted and ignored.
public struct ScriptedEngine: SpeechEngine {
    public let script: Script

    public init(_ script: Script = Script()) { self.script = script }

    public func offer(model: String) -> Offer {
        var offer = Offer()
        offer.customVoices = true
        offer.hasLogprobs = true
        // How many there are is part of the answer.
        offer.hasImages = true
        offer.hasMCP = true
        offer.hasReasoning = false
        return offer
    }

    public func session(model: String, on loop: EventLoop) -> any SpeechSession { ScriptedSession(script, on: loop) }
}

/// One session's part of it. It remembers nothing: the script says which turn hears what.
final class ScriptedSession: SpeechSession {
    private let script: Script
    private let loop: EventLoop

    init(_ script: Script, on loop: EventLoop) {
        self.script = script
        self.loop = loop
    }

    func detector() -> any SpeechDetector { EnergyDetector() }

    func listen(
        _ assignment: ListeningAssignment,
        report: @escaping @Sendable (ListenerReport) -> Void
    ) -> any Listener {
        Player(HearingBeats(script.heard(inTurn: assignment.turn), assignment), on: loop, report: report)
    }

    func answer(
        _ request: ResponseRequest,
        report: @escaping @Sendable (AnswerPart) -> Void
    ) -> any Answerer {
        let steps = ScriptedAnswer.steps(for: request, script: script)
        return Player(AnswerBeats(steps, for: request), on: loop, report: report)
    }

    func translate(
        _ assignment: TranslationAssignment,
        report: @escaping @Sendable (TranslationPart) -> Void
    ) -> any Translator {
        let beats = TranslationBeats(
            script,
            language: assignment.language,
            wantsInputTranscript: assignment.transcription != nil
        )
        return Player(beats, on: loop, report: report)
    }
}
