/// Where values of several sources become one stream. Whoever gives one waits until it is taken, so nothing piles up.
actor Junction<Element: Sendable> {
    private var waiting: [(element: Element, giver: CheckedContinuation<Void, Never>)] = []
    private var taker: CheckedContinuation<Element?, Never>?
    private var isClosed = false

    /// Once it is closed, nobody takes it.
    func put(_ element: Element) async {
        guard !isClosed else { return }
        if let taker {
            self.taker = nil
            return taker.resume(returning: element)
        }
        await withCheckedContinuation { waiting.append((element, $0)) }
    }

    /// For one taker. Nil once it is closed.
    func next() async -> Element? {
        guard !isClosed else { return nil }
        if !waiting.isEmpty {
            let (element, giver) = waiting.removeFirst()
            giver.resume()
            return element
        }
        return await withCheckedContinuation { taker = $0 }
    }

    func close() {
        isClosed = true
        taker?.resume(returning: nil)
        taker = nil
        let givers = waiting
        waiting = []
        for (_, giver) in givers { giver.resume() }
    }
}
