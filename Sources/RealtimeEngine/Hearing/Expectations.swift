package import RealtimeAPI

/// Whether the recogniser expects the words that the settings want it to.
///
/// It has room for the words of a few sessions, so it is asked before the settings that want them are in force.
package struct Expectations: Sendable, Equatable {
    /// What the answer is waited for with.
    package struct Question: Sendable, Equatable {
        var words: ExpectedWords
        /// Nil: what the session begins with, which is in force already.
        package var update: Update?
    }

    package struct Update: Sendable, Equatable {
        package var session: SessionObject
        package var sender: Sender
    }

    private(set) var inForce: ExpectedWords?
    private(set) var question: Question?

    package init() {}

    /// For a driver that does something else first.
    static let unanswered = "The recogniser did not say whether it can expect this."

    /// Whether settings that want `words` may be in force. If not yet, the driver was asked, and the answer decides.
    package mutating func permit(_ words: ExpectedWords?, for update: Update?, _ outbox: inout Outbox) -> Bool {
        guard words != inForce else { return true }
        guard let words else {
            end(&outbox)
            return true
        }
        question = Question(words: words, update: update)
        outbox.perform(.expect(words))
        return false
    }

    /// The question that this answers; nil: there was none.
    package mutating func settle(_ answer: ExpectationAnswer) -> Question? {
        guard let question else { return nil }
        self.question = nil
        if answer == .granted { inForce = question.words }
        return question
    }

    /// Gives the recogniser's room back.
    package mutating func end(_ outbox: inout Outbox) {
        if inForce != nil { outbox.perform(.expect(nil)) }
        inForce = nil
    }
}

extension ExpectedWords {
    /// Of a recogniser that cannot expect them, in the place of what asked for them.
    package func refusal(_ why: String) -> APIError {
        let field = prompt.isEmpty ? "keywords" : "prompt"
        return .invalidValue("session.audio.input.transcription.\(field)", why)
    }
}

extension HearingSettings {
    /// Nil: nothing is asked for, or of a recogniser that takes it as it comes.
    package func expectedWords(_ functions: [FunctionTool], _ offer: Offer) -> ExpectedWords? {
        guard let transcription, offer.transcribing(by: transcription.model).hints == .onRequest else { return nil }
        let prompt = transcription.prompt.value ?? ""
        let keywords = (transcription.keywords ?? []).filter { !$0.isEmpty }
        guard !prompt.isEmpty || !keywords.isEmpty else { return nil }
        return ExpectedWords(model: transcription.model, prompt: prompt, keywords: keywords, functions: functions)
    }

    package mutating func forgetHints() {
        transcription?.prompt = .null
        transcription?.keywords = nil
    }
}

extension SessionInput {
    var isExpectation: Bool { if case .expected = self { true } else { false } }
}
