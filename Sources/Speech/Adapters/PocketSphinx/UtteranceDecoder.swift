/// What makes words of one utterance at a time, at 16 kHz. Used on one thread at a time.
///
/// A protocol, so that whoever has decoders is tested without a model, and with decoders that fail.
package protocol UtteranceDecoder: AnyObject {
    /// Begins an utterance with the mean of its speaker's cepstra, or the decoder's own guess at it. One that was begun
    /// before is forgotten.
    func begin(mean: CepstralMean?) throws(DecodingFailure)
    func decode(_ samples: ArraySlice<Int16>) throws(DecodingFailure)
    /// What was said so far, as it seems now.
    func guess() -> [String]
    /// Ends the utterance and says what it was.
    func end() throws(DecodingFailure) -> [DecodedWord]
    /// The mean of the cepstra, as the decoder has followed them through its utterances.
    func mean() -> CepstralMean
    /// The mean of these samples' own cepstra; nil where they are too few.
    func mean(of samples: ArraySlice<Int16>) throws(DecodingFailure) -> CepstralMean?
}

/// What a speaker's voice, microphone and line have in common over time. A recogniser takes it off what it hears; it is
/// all that is remembered of a caller.
package struct CepstralMean: Sendable, Equatable {
    package var coefficients: [Float]
    package init(_ coefficients: [Float]) { self.coefficients = coefficients }
}

package struct DecodedWord: Sendable, Equatable {
    package var text: String
    /// The natural logarithm of how probable the word is among all that could have been said there.
    package var logProbability: Double?

    package init(_ text: String, logProbability: Double? = nil) {
        self.text = text
        self.logProbability = logProbability
    }
}

/// A decoder that failed. It is not used again.
package struct DecodingFailure: Error, Equatable {
    package let why: String
    package init(_ why: String) { self.why = why }
}
