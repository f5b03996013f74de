internal import NetIO

/// The decoders of the server, each on a thread of its own, and who waits for one.
package final class DecoderPool: Sendable {
    private struct State {
        var queue: DecoderQueue
        var waiting: [DecoderQueue.Ticket: RecognitionJob] = [:]
    }

    package let count: Int
    private let threads: [DecodingThread]
    private let state: Lock<State>

    package init(decoders: Int, waitingMax: Int, _ make: @escaping DecoderMaker) {
        count = max(1, decoders)
        threads = (0..<count).map { _ in DecodingThread(make) }
        state = Lock(State(queue: DecoderQueue(decoders: decoders, waitingMax: waitingMax)))
    }

    /// Makes the first decoder, in the background; the others are made when so many speak at once. Nil, or why there is
    /// none.
    package func warmUp(_ isDone: @escaping @Sendable (DecodingFailure?) -> Void) {
        threads[0].perform { thread in
            do throws(DecodingFailure) {
                _ = try thread.ready()
                isDone(nil)
            } catch {
                isDone(error)
            }
        }
    }

    /// The decoders are made anew when they are next needed.
    package func throwAway() {
        for thread in threads { thread.perform { $0.throwAway() } }
    }

    /// Gives the job a decoder, now or when its turn comes.
    package func admit(_ job: RecognitionJob) -> (ticket: DecoderQueue.Ticket, admission: DecoderQueue.Admission) {
        let place = state.withLock { state in
            let place = state.queue.request()
            if place.1 == .waits { state.waiting[place.0] = job }
            return place
        }
        if case .decoder(let number) = place.1 { begin(job, place.0, number) }
        return place
    }

    /// What has no place any more changes nothing.
    package func giveBack(_ ticket: DecoderQueue.Ticket) {
        let next = state.withLock { state -> (job: RecognitionJob, place: DecoderQueue.Next)? in
            state.waiting[ticket] = nil
            guard let next = state.queue.giveBack(ticket), let job = state.waiting.removeValue(forKey: next.ticket)
            else { return nil }
            return (job, next)
        }
        if let next { begin(next.job, next.place.ticket, next.place.decoder) }
    }

    private func begin(_ job: RecognitionJob, _ ticket: DecoderQueue.Ticket, _ decoder: Int) {
        // The pool outlives its jobs' work, and must not be kept by one that never ends.
        job.begin(on: threads[decoder]) { [weak self] in self?.giveBack(ticket) }
    }

    /// Why nobody else is admitted, in words.
    var crowd: String { "all \(count) decoders are at work, and \(waitingCount) turns wait for one." }

    package var busyCount: Int { state.withLock(\.queue.busyCount) }
    package var waitingCount: Int { state.withLock { $0.waiting.count } }

    package func stop() async {
        for thread in threads { await thread.stop() }
    }
}
