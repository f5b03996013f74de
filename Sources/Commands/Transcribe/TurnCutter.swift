internal import RealtimeAPI
package import RealtimeEngine
package import Speech

/// Cuts sound into the turns that a detector finds in it, as a session with `server_vad` would. It has no clock and no
/// I/O: samples in, pieces out.
package struct TurnCutter: Sendable {
    package enum Piece: Sendable, Equatable {
        /// A turn begins, so many milliseconds into the sound.
        case begin(milliseconds: Int)
        case feed(Samples)
        case end(milliseconds: Int)
    }

    /// What a recogniser has to keep of one turn is bounded.
    package static let turnMax = Ticks.milliseconds(60_000)
    private static let rules = TurnRules(.server(ServerVAD()))

    private var ear: any SpeechDetector
    private var detector = TurnDetector()
    private var position = Ticks.zero
    private var turnStart: Ticks?
    /// The end of what was heard: a turn begins before its first frame of speech.
    private var recent: Samples = []

    package init(_ ear: any SpeechDetector) { self.ear = ear }

    package mutating func hear(_ samples: Samples) -> [Piece] {
        var pieces: [Piece] = []
        var rest = samples[...]
        while !rest.isEmpty {
            hear(frame: Array(rest.prefix(SpeechFrame.length.count)), &pieces)
            rest = rest.dropFirst(SpeechFrame.length.count)
        }
        return pieces
    }

    /// The sound is at its end, and with it the turn.
    package mutating func finish() -> [Piece] { close(at: position) }

    /// At most as long as a frame, so that at most one is judged in it.
    private mutating func hear(frame samples: Samples, _ pieces: inout [Piece]) {
        position = position + Ticks(samples.count)
        keep(samples)
        if turnStart != nil { pieces.append(.feed(samples)) }
        for frame in ear.judge(samples) {
            let isSpeech = Double(frame.probability) >= Self.rules.threshold
            take(detector.handle(.frame(speech: isSpeech, end: position - frame.age), Self.rules), &pieces)
        }
        if let turnStart, position - turnStart >= Self.turnMax {
            take(detector.handle(.full(at: position), Self.rules), &pieces)
        }
    }

    private mutating func take(_ action: TurnDetector.Action?, _ pieces: inout [Piece]) {
        switch action {
        case .open(let start):
            let begin = max(start, position - Ticks(recent.count))
            turnStart = begin
            pieces += [.begin(milliseconds: begin.milliseconds), .feed(Array(recent.suffix((position - begin).count)))]
        case .close(let end, _): pieces += close(at: end)
        case nil: break
        }
    }

    private mutating func close(at end: Ticks) -> [Piece] {
        guard turnStart != nil else { return [] }
        turnStart = nil
        // What was in one turn is not in the next.
        recent = []
        return [.end(milliseconds: end.milliseconds)]
    }

    private mutating func keep(_ samples: Samples) {
        guard turnStart == nil else { return }
        recent += samples
        let most = Self.rules.prefixPadding.count + 2 * SpeechFrame.length.count
        if recent.count > most { recent.removeFirst(recent.count - most) }
    }
}
