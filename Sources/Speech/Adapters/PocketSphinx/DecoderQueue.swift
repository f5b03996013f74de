/// Whose turn it is: a decoder for each who speaks, as many as there are, and a bounded queue for the others.
///
/// Pure: it knows numbers, not decoders, and no time. Who waits for too long withdraws.
package struct DecoderQueue: Sendable, Equatable {
    /// One turn of speech that wants a decoder.
    package struct Ticket: Sendable, Hashable {
        package let number: Int
        package init(_ number: Int) { self.number = number }
    }

    package enum Admission: Sendable, Equatable {
        case decoder(Int)
        case waits
        case full
    }

    /// Whoever is next, and the decoder that became free for it.
    package struct Next: Sendable, Equatable {
        package var ticket: Ticket
        package var decoder: Int

        package init(ticket: Ticket, decoder: Int) {
            self.ticket = ticket
            self.decoder = decoder
        }
    }

    /// Who has which decoder; nil: it is free.
    private var holders: [Ticket?]
    private var waiting: [Ticket] = []
    private let waitingMax: Int
    private var issued = 0

    package init(decoders: Int, waitingMax: Int) {
        holders = Array(repeating: nil, count: max(1, decoders))
        self.waitingMax = max(0, waitingMax)
    }

    package var waitingCount: Int { waiting.count }
    package var busyCount: Int { holders.count { $0 != nil } }

    package mutating func request() -> (Ticket, Admission) {
        issued += 1
        let ticket = Ticket(issued)
        // The first that is free: those behind need not even be made while few speak at a time.
        if let free = holders.firstIndex(of: nil) {
            holders[free] = ticket
            return (ticket, .decoder(free))
        }
        guard waiting.count < waitingMax else { return (ticket, .full) }
        waiting.append(ticket)
        return (ticket, .waits)
    }

    /// Gives back a decoder, or a place in the queue. A ticket that has neither changes nothing.
    package mutating func giveBack(_ ticket: Ticket) -> Next? {
        guard let decoder = holders.firstIndex(of: ticket) else {
            waiting.removeAll { $0 == ticket }
            return nil
        }
        guard !waiting.isEmpty else {
            holders[decoder] = nil
            return nil
        }
        let next = waiting.removeFirst()
        holders[decoder] = next
        return Next(ticket: next, decoder: decoder)
    }
}
