import Speech
import TestSupport

/// One decoder, fed 20 ms at a time and without a thread between, so that what is measured is its work.
struct Listening {
    var errors = WordErrors()
    var afterTheEnd = Spread()
    var firstDelta = Spread()
    var work = 0.0
    var audio = 0.0
    var disagreements = 0

    /// - Parameter remembers: whoever speaks twice is known the second time.
    mutating func hear(_ set: SpokenSet, _ decoder: any UtteranceDecoder, remembers: Bool, agreement: Int) throws {
        for speaker in set.speakers {
            var mean: CepstralMean?
            for spoken in speaker {
                let outcome = try hear(spoken, decoder, mean: remembers ? mean : nil, agreement: agreement)
                mean = outcome.mean ?? mean
            }
        }
    }

    private mutating func hear(
        _ spoken: Spoken,
        _ decoder: any UtteranceDecoder,
        mean: CepstralMean?,
        agreement: Int
    ) throws -> Utterance.Outcome {
        let utterance = Utterance(knownMean: mean)
        var manner = Utterance.Manner()
        manner.wantsDeltas = agreement > 0
        manner.agreement = agreement
        let begin = Machine.threadSeconds
        var hasDelta = false
        var given = 0
        while given < spoken.samples.count {
            let piece = Array(spoken.samples[given..<min(given + 480, spoken.samples.count)])
            given += piece.count
            let findings = try utterance.take(piece, isCurrent: true, isWhole: false, manner, decoder)
            if !findings.isEmpty, !hasDelta {
                hasDelta = true
                firstDelta.values.append(Double(given) / 24_000)
            }
        }
        let end = Machine.threadSeconds
        guard let (_, outcome) = try utterance.finish(manner, decoder) else { fatalError("nobody cancelled it") }
        afterTheEnd.values.append(Machine.threadSeconds - end)
        work += Machine.threadSeconds - begin
        audio += spoken.seconds
        errors.add(outcome.text, for: spoken.text)
        if outcome.words.map(\.text).joined(separator: " ") != outcome.text { disagreements += 1 }
        return outcome
    }
}
