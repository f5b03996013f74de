import RealtimeEngine
import TestSupport
import Testing

@Suite("AttachmentQueue")
struct AttachmentQueueTests {
    enum Step: Sendable, Equatable {
        case queued(Int)
        case written(Int)
    }

    typealias Role = AttachmentQueue.Role
    typealias Row = (role: Role, before: [Step], step: Step, change: AttachmentQueue.Change, bytes: Int)

    private static let stalled: [Step] = [.queued(101)]
    private static let closed: [Step] = [.queued(1_001)]

    /// Every cell, at the edges of 100 and 1,000 bytes.
    static let table: [Row] = [
        (.primary, [], .queued(100), .none, 100), (.primary, [], .queued(101), .stall, 101),
        (.primary, [], .queued(1_000), .stall, 1_000), (.primary, [], .queued(1_001), .close, 1_001),
        (.primary, [.queued(60)], .queued(40), .none, 100), (.primary, [.queued(60)], .queued(41), .stall, 101),
        (.primary, [.queued(60)], .written(60), .none, 0), (.primary, [.queued(60)], .written(61), .none, 0),
        // What is under way still comes while the session is slowed down; it is told so once.
        (.primary, stalled, .queued(1), .none, 102), (.primary, stalled, .queued(899), .none, 1_000),
        (.primary, stalled, .queued(900), .close, 1_001),
        (.primary, stalled, .written(50), .none, 51), (.primary, stalled, .written(51), .resume, 50),
        (.primary, stalled, .written(999), .resume, 0),
        (.primary, stalled + [.written(51)], .written(1), .none, 49),
        (.primary, stalled + [.written(51)], .queued(51), .stall, 101),
        // A sideband slows nobody.
        (.sideband, [], .queued(100), .none, 100), (.sideband, [], .queued(1_001), .close, 1_001),
        (.sideband, [.queued(100)], .written(50), .none, 50),
        // One large event is nobody's fault; more on top of a full queue is.
        (.sideband, [.queued(100)], .queued(900), .none, 1_000), (.sideband, [.queued(101)], .queued(1), .close, 102),
        // After the close there is nothing more to do.
        (.primary, closed, .queued(5), .none, 1_001), (.primary, closed, .written(1_001), .none, 0),
        (.sideband, closed, .queued(5), .none, 1_001), (.sideband, closed, .written(1_001), .none, 0),
        (.sideband, closed + [.written(1_001)], .queued(5), .none, 0),
    ]

    private func queue(_ role: Role) -> AttachmentQueue { AttachmentQueue(role: role, bytesHigh: 100, bytesMax: 1_000) }

    private func take(_ step: Step, _ queue: inout AttachmentQueue) -> AttachmentQueue.Change {
        switch step {
        case .queued(let count): queue.queued(count)
        case .written(let count): queue.written(count)
        }
    }

    @Test(
        "A primary that does not read slows the session down, at last is closed; a sideband is closed",
        arguments: table
    )
    func cell(_ row: Row) {
        var queue = queue(row.role)
        for step in row.before { _ = take(step, &queue) }
        let change = take(row.step, &queue)
        #expect(change == row.change)
        #expect(queue.bytes == row.bytes)
    }

    @Test("Stall and resume take turns, a close is the last word, a sideband never slows", arguments: Seed.some(100))
    func walk(_ seed: Seed) {
        var random = seed.generator
        let role: Role = Bool.random(using: &random) ? .primary : .sideband
        var queue = queue(role)
        var isStalled = false
        var isClosed = false
        for _ in 0..<300 {
            let count = Int.random(in: 0...120, using: &random)
            let change = take(Int.random(in: 0..<100, using: &random) < 55 ? .queued(count) : .written(count), &queue)
            #expect(!isClosed || change == .none)
            switch change {
            case .none: break
            case .stall:
                #expect(role == .primary && !isStalled && queue.bytes > 100)
                isStalled = true
            case .resume:
                #expect(isStalled && queue.bytes <= 50)
                isStalled = false
            case .close:
                #expect(queue.bytes > (role == .primary ? 1_000 : 100))
                isClosed = true
            }
            if !isClosed, role == .primary {
                #expect(isStalled || queue.bytes <= 100, "who is over the mark is slowed down")
            }
        }
    }
}
