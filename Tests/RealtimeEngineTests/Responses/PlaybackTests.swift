import RealtimeAPI
import RealtimeEngine
import TestSupport
import Testing

extension PartPlace {
    static func part(_ item: ItemID, _ contentIndex: Int = 0, of response: ResponseID = "resp_1") -> PartPlace {
        PartPlace {
            $0.responseID = response
            $0.itemID = item
            $0.contentIndex = contentIndex
        }
    }
}

@Suite("Playback, told by the clock")
struct PlaybackClockTests {
    private func playback(_ milliseconds: Int, at moment: Int = 0) -> Playback {
        var playback = Playback(transport: .webSocket)
        _ = playback.send(.milliseconds(milliseconds), .part("a"), at: .milliseconds(moment))
        return playback
    }

    @Test(
        "Audio is heard a second a second, until all that was sent is heard",
        arguments: [(0, 0), (400, 400), (1_500, 1_000)]
    )
    func heard(_ after: Int, _ heard: Int) {
        let playback = playback(1_000, at: 5_000)
        #expect(playback.heard(at: .milliseconds(5_000 + after)) == .milliseconds(heard))
        #expect(playback.lead(at: .milliseconds(5_000 + after)) == .milliseconds(1_000 - heard))
    }

    @Test("A clock that goes back takes nothing back that was heard before it started")
    func clockGoesBack() {
        let playback = playback(1_000, at: 5_000)
        #expect(playback.heard(at: .milliseconds(0)) == .zero)
    }

    @Test("What comes while something sounds follows it")
    func follows() {
        var playback = playback(1_000)
        _ = playback.send(.milliseconds(500), .part("a"), at: .milliseconds(900))
        #expect(playback.end == .milliseconds(1_500))
        #expect(playback.heard(at: .milliseconds(1_200)) == .milliseconds(1_200))
    }

    @Test("What comes after a silence begins when it comes")
    func restarts() {
        var playback = playback(1_000)
        _ = playback.send(.milliseconds(500), .part("a"), at: .milliseconds(9_000))
        #expect(playback.heard(at: .milliseconds(9_000)) == .milliseconds(1_000))
        #expect(playback.heard(at: .milliseconds(9_200)) == .milliseconds(1_200))
        #expect(playback.end == .milliseconds(9_500))
    }

    @Test("A part that stalled and went on is heard as one part")
    func stalledPart() {
        var playback = playback(1_000)
        _ = playback.send(.milliseconds(500), .part("a"), at: .milliseconds(9_000))
        #expect(playback.heard(of: "a", part: 0, at: .milliseconds(9_200)) == .milliseconds(1_200))
        let cut = playback.stop(at: .milliseconds(9_300))
        #expect(cut.map(\.heard) == [.milliseconds(1_300)])
    }

    @Test("After a stop nothing sounds, and what was not heard is told by part")
    func stop() {
        var playback = playback(1_000)
        _ = playback.send(.milliseconds(1_000), .part("b", 1), at: Moment())
        _ = playback.send(.milliseconds(1_000), .part("c", 0, of: "resp_2"), at: Moment())
        let cut = playback.stop(at: .milliseconds(1_400))
        #expect(cut.map(\.item) == ["b", "c"])
        #expect(cut.map(\.contentIndex) == [1, 0])
        #expect(cut.map(\.response) == ["resp_1", "resp_2"])
        #expect(cut.map(\.heard) == [.milliseconds(400), .zero])
        #expect(playback.lead(at: .milliseconds(1_400)) == .zero)
        #expect(playback.end == .milliseconds(1_400))
        let again = playback.stop(at: .milliseconds(1_400))
        #expect(again.isEmpty)
        _ = playback.send(.milliseconds(100), .part("d"), at: .milliseconds(2_000))
        #expect(playback.end == .milliseconds(2_100))
    }

    @Test("Nobody is told on WebSocket when audio starts or stops, and nothing is kept for it")
    func tellsNobody() {
        var playback = Playback(transport: .webSocket)
        let starts = playback.send(.milliseconds(10), .part("a"), at: Moment())
        playback.responseDone("resp_1")
        let stopped = playback.stopped(at: .milliseconds(10))
        let cleared = playback.cleared()
        #expect(!starts && stopped.isEmpty && cleared.isEmpty)
    }

    @Test("The clock never goes back or ahead, its end is exact, and it wakes in time", arguments: Seed.some(200))
    func walk(_ seed: Seed) {
        var random = seed.generator
        var playback = Playback(transport: .webSocket)
        var now = Moment(.nanoseconds(Int.random(in: 0...1_000_000_000, using: &random)))
        var heard = Ticks.zero
        for index in 0..<200 {
            now = now + .nanoseconds(Int.random(in: 0...400_000_000, using: &random))
            switch Int.random(in: 0..<12, using: &random) {
            case 0: _ = playback.stop(at: now)
            case 1...6:
                let length = Ticks(Int.random(in: 1...9_600, using: &random))
                _ = playback.send(length, .part(ItemID("item_\(index / 20)")), at: now)
            default: break
            }
            #expect(playback.heard(at: now) >= heard)
            heard = playback.heard(at: now)
            #expect(heard <= playback.sent)
            if let end = playback.end {
                #expect(playback.lead(at: end) == .zero)
                #expect(heard == playback.sent || playback.lead(at: end + .nanoseconds(-1)) == Ticks(1))
            }
            let lead = Ticks(Int.random(in: 0...20_000, using: &random))
            if let moment = playback.moment(whenLeadIs: lead) {
                #expect(playback.lead(at: moment) <= lead, "not early")
                let isThereNow = playback.lead(at: now) <= lead
                #expect(isThereNow || playback.lead(at: moment + .nanoseconds(-41_667)) > lead, "a tick late at most")
            }
        }
    }
}

@Suite("Playback, told by reports")
struct PlaybackReportTests {
    private func report(_ playback: inout Playback, _ item: ItemID, _ part: Int = 0, _ milliseconds: Int, at: Int) {
        let played = PlayedAudio(item: item, contentIndex: part, upTo: .milliseconds(milliseconds))
        playback.report(played, at: .milliseconds(at))
    }

    /// Two parts of a second each.
    private var playback: Playback {
        var playback = Playback(transport: .media)
        _ = playback.send(.milliseconds(1_000), .part("a"), at: Moment())
        _ = playback.send(.milliseconds(1_000), .part("b", 2, of: "resp_2"), at: Moment())
        return playback
    }

    typealias Row = (item: ItemID, part: Int, upTo: Int, heard: Int)

    static let table: [Row] = [
        ("a", 0, 0, 0), ("a", 0, 300, 300), ("a", 0, 1_000, 1_000), ("b", 2, 0, 1_000), ("b", 2, 500, 1_500),
        // Beyond the end of a part lies nothing of it, before its beginning neither.
        ("a", 0, 99_000, 1_000), ("b", 2, 99_000, 2_000), ("a", 0, -5, 0), ("b", 2, -5, 1_000),
        // Of what was never sent nothing can have been heard.
        ("a", 1, 500, 0), ("b", 0, 500, 0), ("z", 0, 500, 0),
    ]

    @Test("A report says how much of a part was heard, and all before it", arguments: table)
    func report(_ row: Row) {
        var playback = playback
        report(&playback, row.item, row.part, row.upTo, at: 700)
        #expect(playback.heard(at: .milliseconds(700)) == .milliseconds(row.heard))
        #expect(playback.heard(at: .milliseconds(9_000)) == .milliseconds(row.heard), "time alone plays nothing")
        #expect(playback.end == (row.heard == 2_000 ? .milliseconds(700) : nil))
        #expect(playback.moment(whenLeadIs: .zero) == nil)
    }

    @Test("Reports that come out of order take nothing back")
    func outOfOrder() {
        var playback = playback
        report(&playback, "b", 2, 500, at: 1_500)
        report(&playback, "a", 0, 900, at: 1_600)
        report(&playback, "b", 2, 200, at: 1_700)
        #expect(playback.heard(at: .milliseconds(1_700)) == .milliseconds(1_500))
        #expect(playback.heard(of: "a", part: 0, at: Moment()) == .milliseconds(1_000))
        #expect(playback.heard(of: "b", part: 2, at: Moment()) == .milliseconds(500))
        #expect(playback.heard(of: "z", part: 0, at: Moment()) == nil)
    }

    @Test("On WebSocket a report means nothing")
    func webSocket() {
        var playback = Playback(transport: .webSocket)
        _ = playback.send(.milliseconds(1_000), .part("a"), at: Moment())
        report(&playback, "a", 0, 900, at: 1)
        #expect(playback.heard(at: .milliseconds(1)) == .milliseconds(1))
    }

    @Test("A part that was heard so far and then goes on is cut where its listener was in it")
    func stalledPart() {
        var playback = Playback(transport: .media)
        _ = playback.send(.milliseconds(1_000), .part("a"), at: Moment())
        report(&playback, "a", 0, 1_000, at: 1_000)
        _ = playback.send(.milliseconds(500), .part("a"), at: .milliseconds(3_000))
        report(&playback, "a", 0, 1_200, at: 3_200)
        #expect(playback.heard(at: .milliseconds(3_200)) == .milliseconds(1_200))
        let cut = playback.stop(at: .milliseconds(3_200))
        #expect(cut.map(\.heard) == [.milliseconds(1_200)])
    }

    @Test("A response is told to start with its first audio, and once")
    func starts() {
        var playback = Playback(transport: .media)
        let places: [PartPlace] = [.part("a"), .part("a"), .part("b", 1), .part("c", 0, of: "resp_2")]
        let starts = places.map { playback.send(.milliseconds(10), $0, at: Moment()) }
        #expect(starts == [true, false, false, true])
    }

    @Test("A response is told to stop when it is done and heard to its end, whichever comes later")
    func stops() {
        var playback = playback
        playback.responseDone("resp_1")
        let early = playback.stopped(at: .milliseconds(900))
        report(&playback, "a", 0, 1_000, at: 1_000)
        let heard = playback.stopped(at: .milliseconds(1_000))
        report(&playback, "b", 2, 1_000, at: 2_000)
        let undone = playback.stopped(at: .milliseconds(2_000))
        playback.responseDone("resp_2")
        let done = playback.stopped(at: .milliseconds(2_000))
        let again = playback.stopped(at: .milliseconds(2_000))
        #expect(early.isEmpty && heard == ["resp_1"] && undone.isEmpty && done == ["resp_2"] && again.isEmpty)
    }

    @Test("What was cut off is told as cleared, once, and never as stopped")
    func cleared() {
        var playback = playback
        playback.responseDone("resp_1")
        _ = playback.stop(at: .milliseconds(100))
        let cleared = playback.cleared()
        let again = playback.cleared()
        let stopped = playback.stopped(at: .milliseconds(5_000))
        #expect(cleared == ["resp_1", "resp_2"] && again.isEmpty && stopped.isEmpty)
        // A late report is about nothing any more.
        report(&playback, "a", 0, 900, at: 200)
        #expect(playback.heard(at: .milliseconds(200)) == .zero)
    }

    @Test(
        "What is heard of each part is what its player played, whatever it reports besides",
        arguments: Seed.some(200)
    )
    func walk(_ seed: Seed) {
        var random = seed.generator
        var playback = Playback(transport: .media)
        // The truth: for each part in order, how much was sent and how much of that the player has played.
        var parts: [(place: PartPlace, sent: Int, played: Int)] = []
        for step in 0..<150 {
            let now = Moment.milliseconds(step * 20)
            switch Int.random(in: 0..<20, using: &random) {
            case 0:
                let cut = playback.stop(at: now)
                let unheard = parts.filter { $0.played < $0.sent }
                #expect(cut.map(\.item) == unheard.map(\.place.itemID))
                #expect(cut.map(\.heard.count) == unheard.map(\.played))
                parts = []
            case 1...8:
                let length = Int.random(in: 1...5_000, using: &random)
                if parts.isEmpty || Int.random(in: 0..<3, using: &random) == 0 {
                    parts.append((.part(ItemID("item_\(step)"), of: ResponseID("resp_\(step / 20)")), 0, 0))
                }
                parts[parts.count - 1].sent += length
                _ = playback.send(Ticks(length), parts[parts.count - 1].place, at: now)
            case 9...16:
                guard let index = parts.firstIndex(where: { $0.played < $0.sent }) else { break }
                parts[index].played += Int.random(in: 1...(parts[index].sent - parts[index].played), using: &random)
                playback.report(of(parts[index].place, parts[index].played), at: now)
            default:
                // Old news, nonsense, and what is beyond the end of a part that was heard to its end.
                if let part = parts.first(where: { $0.played > 0 }) {
                    playback.report(of(part.place, Int.random(in: -9...part.played, using: &random)), at: now)
                    if part.played == part.sent { playback.report(of(part.place, part.sent + 5), at: now) }
                }
                playback.report(of(.part("nobody"), 9_999), at: now)
            }
            #expect(playback.heard(at: now) <= playback.sent)
            #expect(playback.lead(at: now).count == parts.reduce(0) { $0 + $1.sent - $1.played })
        }
    }

    private func of(_ place: PartPlace, _ count: Int) -> PlayedAudio {
        PlayedAudio(item: place.itemID, contentIndex: place.contentIndex, upTo: Ticks(count))
    }
}
