import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import Testing

@Suite("Playing on a loop", .timeLimit(.minutes(1)))
struct PlayerTests {
    /// Counts for ever, or up to a number.
    struct Counter: BeatSource {
        var number = 0
        var last = Int.max
        var waits: Duration?

        mutating func next() -> Beat<Int>? {
            if let wait = waits {
                waits = nil
                return .wait(wait)
            }
            guard number < last else { return nil }
            number += 1
            return .part(number)
        }
    }

    final class Box<Value>: @unchecked Sendable {
        var value: Value
        init(_ value: Value) { self.value = value }
    }

    /// Runs on a loop, which is stopped when `done` was called. What has a timer is kept in the box, and let go of on
    /// the loop.
    private func onLoop(
        _ players: Box<[Player<Counter>]> = Box([]),
        _ body: @escaping @Sendable (EventLoop, _ done: @escaping @Sendable () -> Void) -> Void
    ) async {
        let loop = EventLoop.start()
        await withCheckedContinuation { continuation in
            loop.post { body(loop) { continuation.resume() } }
        }
        loop.post {
            for player in players.value { player.cancel() }
            players.value = []
        }
        await loop.stop()
    }

    @Test("Nothing is reported from within a call, and everything in order")
    func later() async {
        let seen = Box<[Int]>([])
        await onLoop { loop, done in
            let player = Player(Counter(last: 3), on: loop) { number in
                #expect(loop.isOnLoop)
                seen.value.append(number)
                if number == 4 { done() }
            }
            #expect(seen.value.isEmpty)
            player.change { $0.last = 4 }
            #expect(seen.value.isEmpty)
        }
        #expect(seen.value == [1, 2, 3, 4])
    }

    @Test("On hold it makes nothing more, and goes on where it was")
    func hold() async {
        let seen = Box<[Int]>([])
        let seenOnHold = Box<[Int]>([])
        let box = Box<[Player<Counter>]>([])
        await onLoop(box) { loop, done in
            let player = Player(Counter(last: 6), on: loop) { number in
                seen.value.append(number)
                if number == 3 {
                    box.value.first?.hold()
                    // Many turns later still nothing has come.
                    Self.after(turns: 100, of: loop) {
                        seenOnHold.value = seen.value
                        box.value.first?.proceed()
                    }
                }
                if number == 6 { done() }
            }
            box.value = [player]
        }
        #expect(seenOnHold.value == [1, 2, 3])
        #expect(seen.value == [1, 2, 3, 4, 5, 6])
    }

    @Test("Cancelled, it says nothing more, also when it waits or is told something")
    func cancel() async {
        let seen = Box<[Int]>([])
        let box = Box<[Player<Counter>]>([])
        await onLoop(box) { loop, done in
            let talking = Player(Counter(), on: loop) { number in
                seen.value.append(number)
                if number == 2 { box.value.first?.cancel() }
            }
            let waiting = Player(Counter(waits: .milliseconds(1)), on: loop) { seen.value.append(-$0) }
            box.value = [talking, waiting]
            Self.after(turns: 50, of: loop) {
                waiting.cancel()
                talking.change { $0.number = 100 }
                talking.proceed()
                let late = Player(Counter(last: 1, waits: .milliseconds(20)), on: loop) { _ in done() }
                box.value.append(late)
            }
        }
        #expect(seen.value.filter { $0 > 0 } == [1, 2])
    }

    @Test("A wait takes its time")
    func wait() async {
        let began = EventLoop.now
        let box = Box<[Player<Counter>]>([])
        await onLoop(box) { loop, done in
            box.value = [Player(Counter(last: 1, waits: .milliseconds(30)), on: loop) { _ in done() }]
        }
        #expect(EventLoop.now - began >= .milliseconds(29))
    }

    private static func after(turns: Int, of loop: EventLoop, _ body: @escaping @Sendable () -> Void) {
        loop.post { turns == 0 ? body() : after(turns: turns - 1, of: loop, body) }
    }
}
