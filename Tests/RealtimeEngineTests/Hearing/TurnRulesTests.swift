import Bytes
import RealtimeAPI
import RealtimeEngine
import TestSupport
import Testing

@Suite("TurnRules")
struct TurnRulesTests {
    private func semantic(_ eagerness: SemanticVAD.Eagerness?) -> TurnRules {
        TurnRules(.semantic(SemanticVAD { $0.eagerness = eagerness }))
    }

    typealias Wait = (eagerness: SemanticVAD.Eagerness, finished: Int, half: Int, open: Int, unknown: Int)

    /// Milliseconds, for scores of 1, 0.5, 0 and none: from a tenth of the longest wait to all of it, else a quarter.
    static let waits: [Wait] = [
        (.low, 800, 4_400, 8_000, 2_000),
        (.medium, 400, 2_200, 4_000, 1_000),
        (.auto, 400, 2_200, 4_000, 1_000),
        (.high, 200, 1_100, 2_000, 500),
        ("a later one", 400, 2_200, 4_000, 1_000),
    ]

    @Test("A pause ends the turn the sooner the more finished it sounds", arguments: waits)
    func patience(_ wait: Wait) {
        let rules = semantic(wait.eagerness)
        #expect(rules.patience(score: 1) == .milliseconds(wait.finished))
        #expect(rules.patience(score: 0.5) == .milliseconds(wait.half))
        #expect(rules.patience(score: 0) == .milliseconds(wait.open))
        #expect(rules.patience(score: nil) == .milliseconds(wait.unknown))
        for score in [Double.nan, .infinity, -.infinity, .signalingNaN] {
            #expect(rules.patience(score: score) == .milliseconds(wait.unknown))
        }
        #expect(rules.patience(score: 7) == .milliseconds(wait.finished))
        #expect(rules.patience(score: -1e300) == .milliseconds(wait.open))
        #expect(rules.patience(score: .leastNonzeroMagnitude) == .milliseconds(wait.open))
    }

    @Test("Patience never grows with the score", arguments: Seed.some(50))
    func monotone(_ seed: Seed) {
        var random = seed.generator
        let rules = semantic(SemanticVAD.Eagerness.known.randomElement(using: &random))
        let scores = (0..<50).map { _ in Double.random(in: -0.2...1.2, using: &random) }.sorted()
        let waits = scores.map { rules.patience(score: $0) }
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 >= $1 })
    }

    @Test("After so much silence a turn ends whatever it sounds like", arguments: [nil, 0, 1, Double.nan])
    func silence(_ score: Double?) {
        let rules = TurnRules(.server(ServerVAD { $0.silenceDurationMilliseconds = 700 }))
        #expect(rules.patience(score: score) == .milliseconds(700))
    }

    @Test(
        "Speech that has begun goes on a little below the threshold, and never at nought",
        arguments: [(0.5, 0.35), (0.8, 0.65), (1, 0.85), (0.3, 0.21), (0.1, 0.07), (0, 0)]
    )
    func hysteresis(_ threshold: Double, _ kept: Double) {
        let rules = TurnRules(.server(ServerVAD { $0.threshold = threshold }))
        #expect(rules.threshold(whileSpeaking: false) == threshold)
        #expect(abs(rules.threshold(whileSpeaking: true) - kept) < 1e-12)
    }

    @Test("What server_vad does not say is the contract's default")
    func serverDefaults() {
        let rules = TurnRules(.server(ServerVAD()))
        #expect(rules.threshold == 0.5)
        #expect(rules.prefixPadding == .milliseconds(300))
        #expect(rules.end == .silence(.milliseconds(500)))
        #expect(rules.createsResponse && rules.interruptsResponse)
        #expect(rules.idleTimeout == nil)
    }

    @Test("What semantic_vad does not say is the contract's default")
    func semanticDefaults() {
        let rules = semantic(nil)
        #expect(rules.end == .semantic(.auto))
        #expect(rules.threshold == 0.5 && rules.prefixPadding == .milliseconds(300))
        #expect(rules.createsResponse && rules.interruptsResponse)
        #expect(rules.idleTimeout == nil)
    }

    @Test("What is said is in force")
    func said() {
        let vad = ServerVAD {
            $0.threshold = 0.8
            $0.prefixPaddingMilliseconds = 0
            $0.silenceDurationMilliseconds = 200
            $0.createResponse = false
            $0.interruptResponse = false
            $0.idleTimeoutMilliseconds = .value(6_000)
        }
        let rules = TurnRules(.server(vad))
        #expect(rules.threshold == 0.8)
        #expect(rules.prefixPadding == .zero)
        #expect(rules.end == .silence(.milliseconds(200)))
        #expect(!rules.createsResponse && !rules.interruptsResponse)
        #expect(rules.idleTimeout == .seconds(6))
    }

    @Test("A kind of a later time is heard as the default")
    func unknown() { #expect(TurnRules(.unknown(["type": "psychic_vad"])) == TurnRules(.server(ServerVAD()))) }
}
