import Speech

/// A decoder that is recorded while it hears a set, and then played as often as one likes: what is done with its
/// guesses can be compared without decoding again.
final class Tape: UtteranceDecoder {
    private let decoder: PocketSphinxDecoder
    private var guesses: [[String]] = []
    private var ends: [[DecodedWord]] = []
    private var means: [CepstralMean?] = []
    private var place = (guess: 0, end: 0, mean: 0)
    private(set) var isRecorded = false

    init(_ decoder: PocketSphinxDecoder) { self.decoder = decoder }

    func rewind() {
        isRecorded = true
        place = (0, 0, 0)
    }

    func begin(mean: CepstralMean?) throws(DecodingFailure) { if !isRecorded { try decoder.begin(mean: mean) } }
    func decode(_ samples: ArraySlice<Int16>) throws(DecodingFailure) {
        if !isRecorded { try decoder.decode(samples) }
    }

    func guess() -> [String] {
        if !isRecorded { guesses.append(decoder.guess()) }
        defer { place.guess += 1 }
        return guesses[place.guess]
    }

    func end() throws(DecodingFailure) -> [DecodedWord] {
        if !isRecorded { ends.append(try decoder.end()) }
        defer { place.end += 1 }
        return ends[place.end]
    }

    func mean() -> CepstralMean {
        if !isRecorded { means.append(decoder.mean()) }
        return nextMean() ?? CepstralMean([])
    }

    func mean(of samples: ArraySlice<Int16>) throws(DecodingFailure) -> CepstralMean? {
        if !isRecorded { means.append(try decoder.mean(of: samples)) }
        return nextMean()
    }

    private func nextMean() -> CepstralMean? {
        defer { place.mean += 1 }
        return means[place.mean]
    }
}
