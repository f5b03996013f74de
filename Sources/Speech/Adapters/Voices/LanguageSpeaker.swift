public import NetIO
internal import RealtimeAPI
public import RealtimeEngine

/// Two speakers as one: English by the first, other languages by the second, where there is one that has them.
public struct LanguageSpeaker: Speaker {
    private let english: any Speaker
    private let others: (any Speaker)?
    private let othersLanguages: Set<String>
    private let missing: String

    /// `languages`: those of `others`. `missing`: why a language cannot be had where there is no `others`.
    public init(english: any Speaker, others: (any Speaker)?, languages: Set<String>, missing: String) {
        self.english = english
        self.others = others
        othersLanguages = languages
        self.missing = missing
    }

    /// flite for English, and espeak-ng for the rest if this machine has it.
    public static func embedded(threads: Int = 2) -> LanguageSpeaker {
        LanguageSpeaker(
            english: FliteSpeaker(threads: threads),
            others: EspeakSpeaker(),
            languages: Set(EspeakVoice.languages.keys),
            missing: "the program espeak-ng is not installed"
        )
    }

    public var voices: Offer.Names { english.voices }
    public var customVoices: Bool { english.customVoices }
    public var languages: Offer.Names { .only(["en"] + (others == nil ? [] : othersLanguages.sorted())) }

    public func speak(
        _ text: String,
        manner: SpeakingManner,
        on loop: EventLoop,
        report: @escaping @Sendable (SpeakingReport) -> Void
    ) -> any Speaking {
        var manner = manner
        let language = manner.language.map(LanguageGuess.code) ?? LanguageGuess.guess(text) ?? "en"
        manner.language = language
        guard language != "en" else { return english.speak(text, manner: manner, on: loop, report: report) }
        guard othersLanguages.contains(language) else {
            return refuse("This server has no voice for the language '\(language)'.", loop, report)
        }
        guard let others else {
            return refuse("This server has no voice for the language '\(language)': \(missing).", loop, report)
        }
        return others.speak(text, manner: manner, on: loop, report: report)
    }

    private func refuse(
        _ why: String,
        _ loop: EventLoop,
        _ report: @escaping @Sendable (SpeakingReport) -> Void
    ) -> any Speaking { RefusedSpeech(.modelFailed(why), on: loop, report: report) }
}
