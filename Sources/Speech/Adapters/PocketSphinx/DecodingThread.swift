internal import NetIO

/// Makes a decoder; it takes half a second, and the thread that it is called on.
package typealias DecoderMaker = @Sendable () throws(DecodingFailure) -> any UtteranceDecoder

/// A decoder, and the thread that it works on: never the loop of a session. Both are made when they are first needed.
package final class DecodingThread: @unchecked Sendable {
    private let make: DecoderMaker
    private let place = Lock<(loop: EventLoop?, hasEnded: Bool)>((nil, false))
    /// Touched on the thread only. One that failed is thrown away, and another made.
    private var decoder: (any UtteranceDecoder)?

    package init(_ make: @escaping DecoderMaker) { self.make = make }

    /// Runs `work` on the thread, after what it was given before. After the end nothing is run.
    package func perform(_ work: @escaping @Sendable (DecodingThread) -> Void) {
        let loop = place.withLock { place in
            if place.loop == nil, !place.hasEnded { place.loop = EventLoop.start() }
            return place.loop
        }
        loop?.post { [self] in work(self) }
    }

    /// The decoder, which is made if there is none. Called on the thread.
    package func ready() throws(DecodingFailure) -> any UtteranceDecoder {
        if let decoder { return decoder }
        let made = try make()
        decoder = made
        return made
    }

    /// Called on the thread.
    package func throwAway() { decoder = nil }

    package func stop() async {
        let loop = place.withLock { place in
            defer { place = (nil, true) }
            return place.loop
        }
        guard let loop else { return }
        await loop.run { [self] in throwAway() }
        await loop.stop()
    }
}
