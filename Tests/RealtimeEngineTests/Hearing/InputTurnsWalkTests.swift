import RealtimeAPI
import RealtimeEngine
import TestSupport
import Testing

@Suite("InputTurns, walked")
struct InputTurnsWalkTests {
    /// What must hold of any order of events: an item is opened, fed, closed and committed once, or discarded.
    private struct Account {
        var open: ItemID?
        var fed: [ItemID: Samples] = [:]
        var ended: Set<ItemID> = []
        var position = Ticks.zero

        mutating func take(_ events: [InputTurns.Event]) {
            for event in events {
                switch event {
                case .opened(let item, let start):
                    #expect(open == nil && !ended.contains(item))
                    #expect(start >= position, "not before what is committed")
                    open = item
                    position = start
                case .fed(let item, let samples):
                    #expect(!ended.contains(item) && !samples.isEmpty)
                    fed[item, default: []] += samples
                case .closed(let item, let end, _):
                    #expect(open == item)
                    #expect(end >= position)
                    open = nil
                case .committed(let item, let samples):
                    #expect(ended.insert(item).inserted)
                    if let heard = fed[item] { #expect(heard == samples, "\(item)") }
                    if open == item { open = nil }
                case .discarded(let item):
                    #expect(ended.insert(item).inserted)
                    if open == item { open = nil }
                }
            }
        }
    }

    @Test("Whatever happens, listeners hear exactly what is committed and no sample is lost", arguments: Seed.some(200))
    func walk(_ seed: Seed) throws {
        var random = seed.generator
        let manual = Bool.random(using: &random)
        var stand = TurnsStand(
            manual ? nil : InputTurnsTests.rules,
            bufferBytesMax: 96_000,
            listensBeforeCommit: Bool.random(using: &random)
        )
        var account = Account()
        for _ in 0..<150 {
            switch Int.random(in: 0..<40, using: &random) {
            case 0: account.take(stand.turns.clear())
            case 1, 2: if let events = try? stand.commit() { account.take(events) }
            case 3: account.take(stand.turns.follow(nil))
            case 4, 5: account.take(stand.turns.follow(InputTurnsTests.rules))
            case 6: account.take(stand.turns.follow(TurnRules(.semantic(SemanticVAD()))))
            case 7: account.take(stand.score(Double.random(in: 0...1, using: &random)))
            case 8 where !stand.turns.isSpeaking && stand.turns.announced == nil:
                let silence = stand.turns.takeSilence(last: .milliseconds(500))
                #expect(silence.samples == Tape.samples(from: silence.start, to: stand.turns.buffer.end))
            default:
                let isSpeech = Int.random(in: 0..<3, using: &random) == 0
                let frames = Array(repeating: isSpeech, count: Int.random(in: 0...6, using: &random))
                let length = Ticks(frames.count * 768 + Int.random(in: 0...500, using: &random))
                let age = Ticks(Int.random(in: 0...3_000, using: &random))
                if let events = try? stand.append(length, frames, age: age) { account.take(events) }
            }
            let buffer = stand.turns.buffer
            #expect(stand.turns.isSpeaking == (account.open != nil))
            #expect(buffer.ledger.appended == buffer.ledger.committed + buffer.ledger.cleared + buffer.length)
            #expect(buffer.byteCount <= 96_000)
            account.position = max(account.position, buffer.start)
        }
    }
}
