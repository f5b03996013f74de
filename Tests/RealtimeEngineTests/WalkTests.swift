import Bytes
import Foundation
import RealtimeAPI
import RealtimeTesting
import Testing

/// The ten invariants of ARCHITECTURE.md, each a property of random lives of sessions. `SEED=n swift test` begins with
/// another seed; a failure prints the one that shows it. `make sim` walks 100,000 of them.
@Suite("Invariants")
struct WalkTests {
    static let walks = 200
    static let firstSeed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 1
    static let outcomes = (0..<UInt64(walks)).map { index in
        (seed: firstSeed + index, outcome: Walk.run(seed: firstSeed + index, recording: true))
    }

    /// All but the ninth, which no single walk can show: `repeats` and `SimulationTests` do.
    static let shownByOneWalk = Invariant.allCases.filter { $0 != .sameInputSameOutput }

    @Test("It holds in every walk", arguments: shownByOneWalk)
    func holds(_ invariant: Invariant) {
        for (seed, outcome) in Self.outcomes {
            for breach in outcome.breaches where breach.invariant == invariant {
                Issue.record("SEED=\(seed) \(outcome.session): \(breach)")
            }
        }
    }

    @Test("The same seed gives the same session, to the byte")
    func repeats() {
        for (seed, outcome) in Self.outcomes.prefix(40) {
            #expect(Walk.run(seed: seed).digest == outcome.digest, "SEED=\(seed)")
        }
    }

    @Test("Different seeds give different sessions")
    func differs() {
        #expect(Set(Self.outcomes.map(\.outcome.digest)).count == Self.walks)
    }

    @Test("Walks say what a session can say, and the schema oracle gets to see it")
    func recorded() throws {
        var types: Set<String> = []
        for (seed, outcome) in Self.outcomes {
            for event in outcome.events { types.insert(event["type"]?.string ?? "") }
            try Oracle.record(outcome.events, session: outcome.session, run: "walk-\(seed)")
        }
        #expect(types.count >= 45, "only \(types.count) types: \(types.sorted())")
    }
}

/// The same lives, lived by clients of the Preview.
@Suite("Invariants in the Preview")
struct PreviewWalkTests {
    static let walks = 100
    static let outcomes = (0..<UInt64(walks)).map { index in
        (
            seed: WalkTests.firstSeed + index,
            outcome: Walk.run(seed: WalkTests.firstSeed + index, recording: true, in: .preview)
        )
    }

    @Test("Every invariant holds in every walk")
    func holds() {
        for (seed, outcome) in Self.outcomes {
            for breach in outcome.breaches { Issue.record("SEED=\(seed) \(outcome.session): \(breach)") }
        }
    }

    @Test("Walks say what a session of the Preview can say, and the schema oracle gets to see it")
    func recorded() throws {
        var types: Set<String> = []
        for (seed, outcome) in Self.outcomes {
            for event in outcome.events { types.insert(event["type"]?.string ?? "") }
            try Oracle.record(
                outcome.events,
                session: outcome.session,
                run: "preview-walk-\(seed)",
                dialect: DialectTable.preview.name
            )
        }
        #expect(types.count >= 30, "only \(types.count) types: \(types.sorted())")
    }
}

@Suite("Mutated client events")
struct MutationTests {
    /// 10⁵ in all; `make sim` does 10⁶.
    static let campaigns = 10
    static let events = 10_000

    @Test("Each is answered, by what the engine does or by an error of the catalogue", arguments: 1...campaigns)
    func answered(_ number: Int) throws {
        var campaign = MutationCampaign(seed: WalkTests.firstSeed &* 1_000 &+ UInt64(number), recording: true)
        campaign.run(Self.events)
        for (index, life) in campaign.recorded.enumerated() {
            try Oracle.record(life.events, session: life.session, run: "mutation-\(number)-\(index)")
        }
        Self.hold(campaign, number)
    }

    @Test("So is each of a client of the Preview", arguments: 1...campaigns)
    func answeredInPreview(_ number: Int) throws {
        let seed = WalkTests.firstSeed &* 1_000 &+ UInt64(number)
        var campaign = MutationCampaign(seed: seed, recording: true, in: .preview)
        campaign.run(Self.events)
        for (index, life) in campaign.recorded.enumerated() {
            let run = "preview-mutation-\(number)-\(index)"
            try Oracle.record(life.events, session: life.session, run: run, dialect: DialectTable.preview.name)
        }
        Self.hold(campaign, number)
    }

    private static func hold(_ campaign: MutationCampaign, _ number: Int) {
        for failure in campaign.failures { Issue.record("campaign \(number): \(failure)") }
        #expect(campaign.accepted > Self.events / 10, "nearly nothing was accepted: the damage is too great")
        #expect(campaign.refused > Self.events / 10, "nearly nothing was refused: the damage is too small")
    }
}
