import Speech
import TestSupport
import Testing

@Suite("Who has a decoder, and who waits")
struct DecoderQueueTests {
    @Test("As many as there are decoders have one, then so many wait, and the others are told")
    func admits() {
        var queue = DecoderQueue(decoders: 2, waitingMax: 1)
        let (first, second, third, fourth) = (queue.request(), queue.request(), queue.request(), queue.request())
        #expect([first.1, second.1, third.1, fourth.1] == [.decoder(0), .decoder(1), .waits, .full])
        #expect(queue.busyCount == 2)
        #expect(queue.waitingCount == 1)
        #expect(queue.giveBack(second.0) == DecoderQueue.Next(ticket: third.0, decoder: 1))
        #expect(queue.giveBack(second.0) == nil)
        #expect(queue.giveBack(fourth.0) == nil)
        #expect(queue.busyCount == 2)
        #expect(queue.waitingCount == 0)
    }

    @Test("The first decoder is used first, so that the last need not be made")
    func prefersTheFirst() {
        var queue = DecoderQueue(decoders: 3, waitingMax: 0)
        let (first, second) = (queue.request(), queue.request())
        _ = queue.giveBack(first.0)
        #expect(queue.request().1 == .decoder(0))
        _ = queue.giveBack(second.0)
        #expect(queue.request().1 == .decoder(1))
    }

    @Test("Who leaves the queue is not waited for")
    func leaves() {
        var queue = DecoderQueue(decoders: 1, waitingMax: 2)
        let (first, second, third) = (queue.request(), queue.request(), queue.request())
        #expect(queue.giveBack(second.0) == nil)
        #expect(queue.giveBack(first.0) == DecoderQueue.Next(ticket: third.0, decoder: 0))
    }

    /// A model that knows only lists, and asks of each answer whether it may be.
    @Test(
        "A decoder has one holder, a free one is not waited for, and who came first is first",
        arguments: Seed.some(200)
    )
    func walks(_ seed: Seed) {
        var random = seed.generator
        let (decoders, waitingMax) = (Int.random(in: 0...4, using: &random), Int.random(in: 0...4, using: &random))
        var queue = DecoderQueue(decoders: decoders, waitingMax: waitingMax)
        var held: [Int: DecoderQueue.Ticket] = [:]
        var waiting: [DecoderQueue.Ticket] = []
        for _ in 0..<300 {
            if Bool.random(using: &random) {
                let (ticket, admission) = queue.request()
                switch admission {
                case .decoder(let number):
                    #expect(held.updateValue(ticket, forKey: number) == nil)
                    #expect(waiting.isEmpty)
                    #expect((0..<max(1, decoders)).contains(number))
                case .waits: waiting.append(ticket)
                case .full: #expect(waiting.count == waitingMax)
                }
            } else if let ticket = (Array(held.values) + waiting).sorted(by: { $0.number < $1.number })
                .randomElement(using: &random)
            {
                let number = held.first { $0.value == ticket }?.key
                let next = queue.giveBack(ticket)
                waiting.removeAll { $0 == ticket }
                if let number { held[number] = nil }
                #expect(next?.ticket == (number == nil ? nil : waiting.first))
                if let next {
                    #expect(next.decoder == number)
                    held[next.decoder] = waiting.removeFirst()
                }
            }
            #expect(queue.busyCount == held.count)
            #expect(queue.waitingCount == waiting.count)
            #expect(waiting.isEmpty || held.count == max(1, decoders))
        }
    }
}
