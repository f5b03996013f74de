import NetIO
import Speech

/// Decoders without a model: a word for every 200 ms, whatever they are. They can be told to fail.
final class FakeDecoders: Sendable {
    struct State: Sendable {
        var made = 0
        /// So many more cannot be made.
        var unmakable = 0
        /// The next decoder that is asked for so many more steps fails.
        var failsAfter: Int?
        /// What each utterance was begun with, in order.
        var means: [CepstralMean?] = []
        var ended = 0
        /// In the end the first word turns out to be another.
        var firstWord: String?
    }

    private let state: Lock<State>

    init(_ state: State = State()) { self.state = Lock(state) }

    var seen: State { state.withLock { $0 } }

    func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    var make: DecoderMaker { { [self] () throws(DecodingFailure) in try made(expecting: []) } }

    /// What one of these expects is heard first.
    var makeExpecting: ExpectingDecoderMaker {
        { [self] domain throws(DecodingFailure) in try made(expecting: domain.words) }
    }

    private func made(expecting words: [String]) throws(DecodingFailure) -> any UtteranceDecoder {
        let number = state.withLock { state -> Int? in
            guard state.unmakable == 0 else {
                state.unmakable -= 1
                return nil
            }
            state.made += 1
            return state.made
        }
        guard let number else { throw DecodingFailure("There is no model.") }
        return FakeDecoder(number, self, expecting: words)
    }
}

final class FakeDecoder: UtteranceDecoder {
    static let samplesPerWord = 3_200

    private let number: Int
    private let decoders: FakeDecoders
    private let expected: [String]
    private var count = 0

    init(_ number: Int, _ decoders: FakeDecoders, expecting expected: [String] = []) {
        self.expected = expected
        self.number = number
        self.decoders = decoders
    }

    func begin(mean: CepstralMean?) throws(DecodingFailure) {
        count = 0
        decoders.change { $0.means.append(mean) }
    }

    func decode(_ samples: ArraySlice<Int16>) throws(DecodingFailure) {
        var fails = false
        decoders.change { state in
            guard let left = state.failsAfter else { return }
            fails = left == 0
            state.failsAfter = fails ? nil : left - 1
        }
        if fails { throw DecodingFailure("The decoder broke.") }
        count += samples.count
    }

    /// What is being said is not sure yet.
    func guess() -> [String] { words + ["um\(count % 3)", "er\(count % 7)"] }

    func end() throws(DecodingFailure) -> [DecodedWord] {
        decoders.change { $0.ended += 1 }
        let first = decoders.seen.firstWord
        return words.map { word in
            DecodedWord(word == "w0" ? first ?? word : word, logProbability: -0.5)
        }
    }

    func mean() -> CepstralMean { CepstralMean([Float(-count)]) }

    func mean(of samples: ArraySlice<Int16>) throws(DecodingFailure) -> CepstralMean? {
        CepstralMean([Float(samples.count)])
    }

    private var words: [String] {
        let words = Self.words(count)
        return Array(expected.prefix(words.count) + words.dropFirst(expected.count))
    }

    static func words(_ count: Int) -> [String] { (0..<count / samplesPerWord).map { "w\($0)" } }
}
