import RealtimeAPI
import RealtimeEngine
import TestSupport
import Testing

@Suite("Listeners")
struct ListenersTests {
    let hear = ListenerID("item_1", .hear)
    let transcribe = ListenerID("item_1", .transcribe)
    let other = ListenerID("item_2", .hear)
    let whisper = Listeners.Settings(
        transcription: TranscriptionSettings { $0.model = "whisper-1" },
        wantsLogprobs: true
    )

    private func orders(_ outbox: inout Outbox) -> [ListenerOrder] {
        outbox.drain().compactMap { if case .listen(_, let order) = $0 { order } else { nil } }
    }

    @Test("A listener is opened with its settings before it is fed, and only once")
    func feed() {
        var listeners = Listeners()
        var outbox = Outbox(ids: .numbered)
        listeners.feed(transcribe, [1], whisper, &outbox)
        listeners.feed(transcribe, [2], whisper, &outbox)
        #expect(orders(&outbox) == [.open(whisper.transcription, wantsLogprobs: true), .feed([1]), .feed([2])])
        #expect(listeners.isAtWork(transcribe) && !listeners.isAtWork(hear))
    }

    @Test("A listener that was fed is told that this was all")
    func finishFed() {
        var listeners = Listeners()
        var outbox = Outbox(ids: .numbered)
        listeners.feed(hear, [1, 2], Listeners.Settings(), &outbox)
        _ = outbox.drain()
        listeners.finish(hear, all: [1, 2], Listeners.Settings(), &outbox)
        #expect(orders(&outbox) == [.finish])
        listeners.finish(hear, all: [1, 2], Listeners.Settings(), &outbox)
        #expect(orders(&outbox).isEmpty, "once")
    }

    @Test("A listener that was not fed gets all at once")
    func finishUnfed() {
        var listeners = Listeners()
        var outbox = Outbox(ids: .numbered)
        listeners.finish(hear, all: [1, 2], Listeners.Settings(), &outbox)
        #expect(orders(&outbox) == [.open(nil, wantsLogprobs: false), .feed([1, 2]), .finish])
        #expect(listeners.isAtWork(hear))
    }

    @Test("After its finish a listener is fed no more")
    func feedAfterFinish() {
        var listeners = Listeners()
        var outbox = Outbox(ids: .numbered)
        listeners.finish(hear, all: [1], Listeners.Settings(), &outbox)
        _ = outbox.drain()
        listeners.feed(hear, [2], Listeners.Settings(), &outbox)
        #expect(orders(&outbox).isEmpty)
    }

    typealias Report = (report: ListenerReport, ends: Bool)

    static let reports: [Report] = [
        (.delta("a"), false), (.segment(TranscriptionSegment()), false), (.endOfTurn(score: 1), false),
        (.final(HeardText("a")), true), (.failed(why: "a"), true),
    ]

    @Test("A report is heard from a listener at work alone, and the last one ends it", arguments: reports)
    func report(_ row: Report) {
        var listeners = Listeners()
        var outbox = Outbox(ids: .numbered)
        let unopened = listeners.accept(row.report, from: hear)
        listeners.finish(hear, all: [1], Listeners.Settings(), &outbox)
        let another = listeners.accept(row.report, from: other)
        let first = listeners.accept(row.report, from: hear)
        let wasAtWork = listeners.isAtWork(hear)
        let second = listeners.accept(row.report, from: hear)
        #expect(!unopened && !another && first)
        #expect(wasAtWork == !row.ends)
        #expect(second == !row.ends, "what comes after the end is late")
    }

    @Test("A listener that ends in the middle of a turn is asked once more, for all of it", arguments: reports)
    func endsEarly(_ row: Report) {
        var listeners = Listeners()
        var outbox = Outbox(ids: .numbered)
        listeners.feed(hear, [1], Listeners.Settings(), &outbox)
        let isTold = listeners.accept(row.report, from: hear)
        #expect(isTold == !row.ends, "an end before the end is nobody's business")
        #expect(listeners.isAtWork(hear) == !row.ends)
        _ = outbox.drain()
        listeners.feed(hear, [2], Listeners.Settings(), &outbox)
        #expect(orders(&outbox) == (row.ends ? [] : [.feed([2])]), "without the beginning, it would be of no use")
        listeners.finish(hear, all: [1, 2], Listeners.Settings(), &outbox)
        #expect(orders(&outbox) == (row.ends ? [.open(nil, wantsLogprobs: false), .feed([1, 2])] : []) + [.finish])
        let isHeard = listeners.accept(.final(HeardText("yes")), from: hear)
        #expect(isHeard && !listeners.isAtWork(hear))
    }

    @Test("Those that are cancelled are told so in the order in which they were opened, and say nothing more")
    func cancel() {
        var listeners = Listeners()
        var outbox = Outbox(ids: .numbered)
        for id in [other, transcribe, hear] { listeners.feed(id, [1], Listeners.Settings(), &outbox) }
        _ = outbox.drain()
        listeners.cancel(&outbox) { $0.item == "item_1" }
        #expect(outbox.drain() == [.listen(transcribe, .cancel), .listen(hear, .cancel)])
        let late = listeners.accept(.final(HeardText("late")), from: hear)
        #expect(!late && listeners.isAtWork(other))
        listeners.cancel(&outbox)
        listeners.cancel(&outbox)
        #expect(outbox.drain() == [.listen(other, .cancel)])
    }

    private enum Life { case unopened, fed, over, finished, ended }

    @Test("Whatever happens, a listener is opened, fed, and then finished or cancelled once", arguments: Seed.some(200))
    func walk(_ seed: Seed) {
        var random = seed.generator
        var listeners = Listeners()
        var outbox = Outbox(ids: .numbered)
        var lives: [ListenerID: Life] = [:]
        let ids = [hear, transcribe, other]
        for _ in 0..<200 {
            let id = ids[Int.random(in: 0..<ids.count, using: &random)]
            switch Int.random(in: 0..<10, using: &random) {
            case 0:
                listeners.cancel(&outbox) { $0 == id }
                if lives[id] == .over { lives[id] = .ended }
            case 1, 2: listeners.finish(id, all: [1], whisper, &outbox)
            case 3, 4:
                let report = Self.reports[Int.random(in: 0..<Self.reports.count, using: &random)]
                let life = lives[id] ?? .unopened
                let isTold = listeners.accept(report.report, from: id)
                #expect(isTold == (life == .finished || life == .fed && !report.ends))
                if report.ends, life == .finished { lives[id] = .ended }
                if report.ends, life == .fed { lives[id] = .over }
            default: listeners.feed(id, [1], whisper, &outbox)
            }
            for case .listen(let id, let order) in outbox.drain() {
                let life = lives[id] ?? .unopened
                switch order {
                case .open:
                    #expect(life == .unopened || life == .ended || life == .over)
                    lives[id] = .fed
                case .feed: #expect(life == .fed)
                case .finish:
                    #expect(life == .fed)
                    lives[id] = .finished
                case .cancel:
                    #expect(life == .fed || life == .finished)
                    lives[id] = .ended
                }
            }
            for id in ids { #expect(listeners.isAtWork(id) == (lives[id] == .fed || lives[id] == .finished)) }
        }
    }
}
