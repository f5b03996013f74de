internal import NetIO

/// Makes a decoder that expects some words.
package typealias ExpectingDecoderMaker =
    @Sendable (DomainModel) throws(DecodingFailure) -> any UtteranceDecoder

/// The decoders of sessions that said what they are going to hear: one for each of a few sessions, and made anew for
/// each, as what one was told to expect cannot be taken from it and is nobody else's.
package final class ExpectingDecoders: Sendable {
    package let count: Int
    private let places: [Place]
    private let free: Lock<[Place]>

    init(count: Int, waitingMax: Int, _ make: @escaping ExpectingDecoderMaker) {
        self.count = max(0, count)
        places = (0..<self.count).map { _ in Place(waitingMax: waitingMax, make) }
        free = Lock(places)
    }

    /// A place for a session, while the session keeps it. Nil: all are taken.
    func take() -> ExpectingPlace? {
        guard let place = free.withLock({ $0.popLast() }) else { return nil }
        return ExpectingPlace(place, of: self)
    }

    fileprivate func giveBack(_ place: Place) {
        place.forget()
        free.withLock { $0.append(place) }
    }

    package var freeCount: Int { free.withLock(\.count) }

    func stop() async { for place in places { await place.pool.stop() } }

    /// A pool of one decoder.
    fileprivate final class Place: Sendable {
        let pool: DecoderPool
        private let domain: Lock<DomainModel?>

        init(waitingMax: Int, _ make: @escaping ExpectingDecoderMaker) {
            let domain = Lock<DomainModel?>(nil)
            self.domain = domain
            pool = DecoderPool(decoders: 1, waitingMax: waitingMax) { () throws(DecodingFailure) in
                // Who was cancelled may still be at work when the place is nobody's any more.
                guard let expected = domain.withLock({ $0 }) else { throw DecodingFailure("Nothing is expected.") }
                return try make(expected)
            }
        }

        /// The decoder is made in the background, before anybody speaks.
        func expect(_ domain: DomainModel) {
            self.domain.withLock { $0 = domain }
            pool.throwAway()
            pool.warmUp { _ in }
        }

        func forget() {
            domain.withLock { $0 = nil }
            pool.throwAway()
        }
    }
}

/// A place among the decoders that expect words. It is given back with its last reference: the session's, or that of a
/// turn which is still being recognised.
final class ExpectingPlace: Sendable {
    private let place: ExpectingDecoders.Place
    private let decoders: ExpectingDecoders

    fileprivate init(_ place: ExpectingDecoders.Place, of decoders: ExpectingDecoders) {
        self.place = place
        self.decoders = decoders
    }

    deinit { decoders.giveBack(place) }

    var pool: DecoderPool { place.pool }

    func expect(_ domain: DomainModel) { place.expect(domain) }
}
