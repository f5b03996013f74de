import Commands
import Testing

@Suite("Which player plays when")
struct PlayQueueTests {
    private func run(_ inputs: PlayQueue.Input...) -> [PlayQueue.Action] {
        var queue = PlayQueue()
        return inputs.flatMap { queue.handle($0) }
    }

    @Test("An answer has a player, which is told its end and plays to it")
    func answer() {
        #expect(
            run(.sound([1]), .sound([2]), .answerEnded, .playerEnded)
                == [.start, .write([1]), .write([2]), .endInput, .silent]
        )
    }

    @Test("The next answers wait until a player has played to its end, each with one of its own")
    func next() {
        let inputs: [PlayQueue.Input] = [
            .sound([1]), .answerEnded, .sound([2]), .sound([3]), .answerEnded, .sound([4]), .playerEnded,
        ]
        var queue = PlayQueue()
        #expect(
            inputs.flatMap { queue.handle($0) } == [.start, .write([1]), .endInput, .start, .write([2, 3]), .endInput]
        )
        #expect(queue.handle(.playerEnded) == [.start, .write([4])])
        #expect(queue.handle(.sound([5])) == [.write([5])])
        #expect(queue.handle(.answerEnded) == [.endInput])
        #expect(!queue.isSilent)
        #expect(queue.handle(.playerEnded) == [.silent])
        #expect(queue.isSilent)
    }

    @Test("Silence forgets what waits; what comes then is played when the player is gone")
    func stop() {
        #expect(
            run(.sound([1]), .answerEnded, .sound([2]), .stop, .sound([3]), .playerEnded)
                == [.start, .write([1]), .endInput, .kill, .start, .write([3])]
        )
        #expect(run(.sound([1]), .stop, .playerEnded) == [.start, .write([1]), .kill, .silent])
    }

    @Test("Where nothing plays there is nothing to end or to stop")
    func idle() { #expect(run(.answerEnded, .stop) == []) }

    @Test("A player that dies in mid-answer is followed by none until there is more sound")
    func died() {
        #expect(run(.sound([1]), .playerEnded, .sound([2])) == [.start, .write([1]), .silent, .start, .write([2])])
    }
}
