public import NetIO
internal import RealtimeEngine

/// Recognition without a service: PocketSphinx with its English model, as Debian packages them.
///
/// Each turn of speech has a decoder of its own while it lasts, on a thread of the decoder's; who finds none free waits
/// in a queue, and is told by name when that lasts too long. What a session's decoders learn of its caller's voice is
/// kept with the session, and nowhere else.
public final class PocketSphinxRecognizer: Recognizer {
    /// Says how finished a text sounds, 0…1; nil: it cannot tell. Called on a decoder's thread.
    public typealias TurnRule = @Sendable (_ text: String) -> Double?

    public struct Limits: Sendable, Equatable {
        /// Decoders, each of 93 MB: so many may speak at once. They are made when they are needed.
        public var decoders: Int
        /// Turns that wait for a decoder.
        public var waiting: Int
        public var wait: Duration = .seconds(10)
        /// Sessions at a time that may say what they are going to hear, each with a decoder of 150 MB.
        public var expecting = 0
        /// The longest turn.
        public var turn: Duration = .seconds(300)

        public init(decoders: Int = 4) {
            self.decoders = decoders
            waiting = decoders * 4
        }

        /// Somebody who speaks takes a tenth to a fifth of a core, and a decoder 93 MB, of which a quarter of the
        /// machine's memory may go into decoders.
        public init(cores: Int, memoryBytes: Int) {
            let inMemory = memoryBytes / 4 / (93 * 1_024 * 1_024)
            self.init(decoders: max(1, min(cores * 4, inMemory)))
        }
    }

    public static let debianModelFolder = "/usr/share/pocketsphinx/model/en-us"

    private let pool: DecoderPool
    private let expecting: ExpectingDecoders
    private let limits: Limits
    private let rule: TurnRule?

    public convenience init(
        modelFolder: String = debianModelFolder,
        limits: Limits = Limits(),
        rule: TurnRule? = nil
    ) {
        self.init(limits: limits, rule: rule) { () throws(DecodingFailure) in
            try PocketSphinxDecoder(modelFolder: modelFolder)
        } expecting: { domain throws(DecodingFailure) in
            try PocketSphinxDecoder(modelFolder: modelFolder, expecting: domain)
        }
    }

    package init(
        limits: Limits,
        rule: TurnRule? = nil,
        decoder make: @escaping DecoderMaker,
        expecting makeExpecting: ExpectingDecoderMaker? = nil
    ) {
        self.limits = limits
        expecting = ExpectingDecoders(count: limits.expecting, waitingMax: limits.waiting) {
            domain throws(DecodingFailure) in
            guard let makeExpecting else { return try make() }
            return try makeExpecting(domain)
        }
        self.rule = rule
        pool = DecoderPool(decoders: limits.decoders, waitingMax: limits.waiting, make)
    }

    public var abilities: RecognizerAbilities {
        var abilities = RecognizerAbilities()
        abilities.languages = .only(["en", "en-US", "en-us"])
        abilities.hasLogprobs = true
        abilities.hints = limits.expecting > 0 ? .onRequest : .refused
        return abilities
    }

    public func session(on loop: EventLoop) -> any RecognizerSession {
        RecognitionSession(pool: pool, expecting: expecting, limits: limits, rule: rule, on: loop)
    }

    /// Begins to make the first decoder.
    public func prepare() { pool.warmUp { _ in } }

    public func close() async { await stop() }

    /// Waits for the first decoder. Nil, or why there is none.
    public func prepared() async -> String? {
        await withCheckedContinuation { waiter in
            pool.warmUp { failure in waiter.resume(returning: failure?.why) }
        }
    }

    /// Ends its threads. No session of it may be at work.
    public func stop() async {
        await pool.stop()
        await expecting.stop()
    }

    package var waitingCount: Int { pool.waitingCount }
    package var busyCount: Int { pool.busyCount }
    package var freeExpectingCount: Int { expecting.freeCount }
}
