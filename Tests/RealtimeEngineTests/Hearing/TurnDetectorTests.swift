import RealtimeAPI
import RealtimeEngine
import TestSupport
import Testing

@Suite("TurnDetector")
struct TurnDetectorTests {
    typealias State = TurnDetector.State
    typealias Row = (from: State, event: TurnDetector.Event, to: State, action: TurnDetector.Action?)

    static let silence = TurnRules(.server(ServerVAD { $0.silenceDurationMilliseconds = 500 }))
    /// Waits from 0.4 to 4 s; without a score 1 s.
    static let semantic = TurnRules(.semantic(SemanticVAD()))

    private static func speaking(_ milliseconds: Int, score: Double? = nil) -> State {
        .speaking(lastSpeech: .milliseconds(milliseconds), score: score)
    }

    private static func frame(_ speech: Bool, _ milliseconds: Int) -> TurnDetector.Event {
        .frame(speech: speech, end: .milliseconds(milliseconds))
    }

    /// Every cell that is the same under both rules.
    static let common: [Row] = [
        (.idle, frame(false, 1_000), .idle, nil),
        (.idle, .score(1, at: .milliseconds(1_000)), .idle, nil),
        (.idle, .full(at: .milliseconds(1_000)), .idle, nil),
        (.idle, .taken, .idle, nil),
        // A turn begins with the frame that was speech, and the padding before it.
        (.idle, frame(true, 1_000), speaking(1_000), .open(at: .milliseconds(668))),
        // Before the first sample there is nothing; the buffer says where it begins.
        (.idle, frame(true, 32), speaking(32), .open(at: .milliseconds(-300))),
        (speaking(1_000), frame(true, 1_032), speaking(1_032), nil),
        // New words make a score stale.
        (speaking(1_000, score: 1), frame(true, 1_032), speaking(1_032), nil),
        (speaking(1_000), frame(false, 1_032), speaking(1_000), nil),
        (speaking(1_000), .full(at: .milliseconds(2_000)), .idle, .close(at: .milliseconds(2_000), by: .bufferFull)),
        (speaking(1_000), .taken, .idle, nil),
        // What ends no later than the last speech is no pause.
        (speaking(1_000), frame(false, 1_000), speaking(1_000), nil),
        (speaking(1_000), frame(false, 900), speaking(1_000), nil),
    ]

    static let underSilence: [Row] = [
        (speaking(1_000), frame(false, 1_499), speaking(1_000), nil),
        (speaking(1_000), frame(false, 1_500), .idle, .close(at: .milliseconds(1_500), by: .silence)),
        (speaking(1_000), frame(false, 9_000), .idle, .close(at: .milliseconds(9_000), by: .silence)),
        // Here a score says nothing, but it comes at a time.
        (speaking(1_000), .score(1, at: .milliseconds(1_400)), speaking(1_000, score: 1), nil),
        (
            speaking(1_000), .score(0, at: .milliseconds(1_500)), .idle,
            .close(at: .milliseconds(1_500), by: .silence)
        ),
    ]

    static let underScores: [Row] = [
        (speaking(1_000), frame(false, 1_999), speaking(1_000), nil),
        (speaking(1_000), frame(false, 2_000), .idle, .close(at: .milliseconds(2_000), by: .patience)),
        (speaking(1_000, score: 1), frame(false, 1_399), speaking(1_000, score: 1), nil),
        (speaking(1_000, score: 1), frame(false, 1_400), .idle, .close(at: .milliseconds(1_400), by: .score)),
        (speaking(1_000, score: 0), frame(false, 4_999), speaking(1_000, score: 0), nil),
        (speaking(1_000, score: 0), frame(false, 5_000), .idle, .close(at: .milliseconds(5_000), by: .patience)),
        (speaking(1_000, score: 0.5), frame(false, 3_200), .idle, .close(at: .milliseconds(3_200), by: .score)),
        // A score that comes when the pause is long enough ends the turn at once.
        (speaking(1_000), .score(1, at: .milliseconds(1_400)), .idle, .close(at: .milliseconds(1_400), by: .score)),
        (speaking(1_000), .score(1, at: .milliseconds(1_399)), speaking(1_000, score: 1), nil),
        (speaking(1_000), .score(1, at: .milliseconds(1_000)), speaking(1_000, score: 1), nil),
        // A better score takes the place of a worse one, and the reverse.
        (
            speaking(1_000, score: 0), .score(0.5, at: .milliseconds(2_000)), speaking(1_000, score: 0.5), nil
        ),
        (
            speaking(1_000, score: 0), .score(1, at: .milliseconds(2_000)), .idle,
            .close(at: .milliseconds(2_000), by: .score)
        ),
        (speaking(1_000, score: 1), .score(0, at: .milliseconds(1_399)), speaking(1_000, score: 0), nil),
        // Infinite is not a score: nobody could tell.
        (
            speaking(1_000, score: .infinity), frame(false, 2_000), .idle,
            .close(at: .milliseconds(2_000), by: .patience)
        ),
        (speaking(1_000, score: .nan), frame(false, 2_000), .idle, .close(at: .milliseconds(2_000), by: .patience)),
    ]

    @Test("Every cell that is the same under both rules", arguments: common)
    func cell(_ row: Row) {
        check(row, Self.silence)
        check(row, Self.semantic)
    }

    @Test("Every cell of a turn that ends by silence", arguments: underSilence)
    func silenceCell(_ row: Row) { check(row, Self.silence) }

    @Test("Every cell of a turn that ends by what it sounds like", arguments: underScores)
    func semanticCell(_ row: Row) { check(row, Self.semantic) }

    private func check(_ row: Row, _ rules: TurnRules) {
        var detector = TurnDetector(state: row.from)
        let action = detector.handle(row.event, rules)
        #expect(action == row.action)
        #expect(detector.state == row.to)
    }

    @Test("No silence asked for: the first frame without speech ends the turn")
    func impatient() {
        let rules = TurnRules(.server(ServerVAD { $0.silenceDurationMilliseconds = 0 }))
        var detector = TurnDetector(state: Self.speaking(1_000))
        #expect(detector.handle(Self.frame(false, 1_000), rules) == nil)
        let action = detector.handle(Self.frame(false, 1_032), rules)
        #expect(action == .close(at: .milliseconds(1_032), by: .silence))
    }

    /// What a machine may do in a walk: open when idle, close when open, and `taken` in between.
    @Test("A turn opens once and ends once, at positions that never go back", arguments: Seed.some(200))
    func lifecycle(_ seed: Seed) {
        var random = seed.generator
        let rules = Bool.random(using: &random) ? Self.silence : Self.semantic
        var detector = TurnDetector()
        var openedAt: Ticks?
        var closedAt = Ticks.milliseconds(-1_000)
        var end = Ticks.zero
        for _ in 0..<500 {
            end += Ticks(Int.random(in: 1...9_600, using: &random))
            let event: TurnDetector.Event =
                switch Int.random(in: 0..<20, using: &random) {
                case 0: .taken
                case 1: .full(at: end)
                case 2, 3: .score(Double.random(in: -0.5...1.5, using: &random), at: end)
                default: .frame(speech: Int.random(in: 0..<4, using: &random) == 0, end: end)
                }
            switch detector.handle(event, rules) {
            case .open(let position):
                #expect(openedAt == nil)
                #expect(position == end - SpeechFrame.length - rules.prefixPadding)
                openedAt = end
            case .close(let position, let reason):
                #expect(openedAt.map { $0 < position } == true, "a turn that was open, and after it opened")
                #expect(position > closedAt)
                #expect((reason == .bufferFull) == (event == .full(at: end)))
                closedAt = position
                openedAt = nil
            case nil: if event == .taken { openedAt = nil }
            }
            #expect((detector.state == .idle) == (openedAt == nil))
        }
    }
}
