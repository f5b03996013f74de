internal import Audio
internal import CFlite
internal import RealtimeEngine

/// One utterance of flite's: text in, pieces of speech out as they are computed. It keeps its thread until it is made.
///
/// All that is particular to it, voice settings included, lies in flite's utterance: the voices are shared by all
/// threads and never changed.
final class FliteUtterance {
    enum End: Equatable {
        case spoken
        /// Nobody wanted to hear more.
        case stopped
        case failed
    }

    /// Pieces are about so long; they end with a callback of flite's, which come every 20 ms.
    private static let piece = Ticks.milliseconds(120)
    private static let firstPiece = Ticks.milliseconds(40)
    private static let callback = 0.02

    /// flite keeps the pointer to a feature's name, not the name: it must outlive the utterance.
    private enum Name {
        static let streaming: StaticString = "streaming_info"
        static let stretch: StaticString = "duration_stretch"
        static let pitch: StaticString = "f0_shift"
    }

    private let text: FliteText
    private let voice: FliteVoice
    private let speed: Double
    private let deliver: (Samples, String) -> Bool
    private var resampler: Resampler?
    private var pending = Samples()
    /// At 24 kHz, all that came before `pending` included.
    private var madeSamples = 0
    private var hasDelivered = false
    private var isWanted = true
    private var toldBytes = 0
    private var toldWords = 0
    /// Where the words end in the speech, in seconds. Nil until flite knows.
    private var wordEnds: [Double]?

    /// `deliver` is given samples at 24 kHz and the text that ends in them, and says whether more is wanted.
    init(_ text: FliteText, voice: FliteVoice, speed: Double, deliver: @escaping (Samples, String) -> Bool) {
        self.text = text
        self.voice = voice
        self.speed = speed
        self.deliver = deliver
    }

    func speak() -> End {
        guard !text.ends.isEmpty else { return finish() }
        guard let base = FliteLibrary.shared.voices[voice.base], let utterance = new_utterance(),
            let streaming = new_audio_streaming_info()
        else { return .failed }
        streaming.pointee.min_buffsize = Int32(Self.callback * Double(voice.base.rate.rawValue))
        streaming.pointee.asc = { wave, start, count, _, streaming in
            guard let wave, let streaming, let user = streaming.pointee.userdata else { return CST_AUDIO_STREAM_STOP }
            let this = Unmanaged<FliteUtterance>.fromOpaque(user).takeUnretainedValue()
            let samples = UnsafeBufferPointer(start: wave.pointee.samples + Int(start), count: Int(count))
            return this.take(samples, streaming.pointee.utt) ? CST_AUDIO_STREAM_CONT : CST_AUDIO_STREAM_STOP
        }
        streaming.pointee.userdata = Unmanaged.passUnretained(self).toOpaque()
        utt_set_input_text(utterance, text.ascii)
        let features = utterance.pointee.features
        // flite frees what it is given with the utterance.
        flite_feat_set(features, Name.streaming.pointer, audio_streaming_info_val(streaming))
        flite_feat_set_float(features, Name.stretch.pointer, Float(voice.stretch / speed))
        flite_feat_set_float(features, Name.pitch.pointer, Float(voice.pitch))
        // Where it fails it has deleted the utterance.
        guard let done = withExtendedLifetime(self, { flite_do_synth(utterance, base.pointer, utt_synth) }) else {
            return isWanted ? .failed : .stopped
        }
        delete_utterance(done)
        return isWanted ? finish() : .stopped
    }

    /// Whether flite is to go on.
    private func take(_ samples: UnsafeBufferPointer<Int16>, _ utterance: UnsafePointer<cst_utterance>?) -> Bool {
        if wordEnds == nil, let utterance { wordEnds = Self.wordEnds(in: utterance, count: text.ends.count) }
        let resampler = resampler ?? Resampler(from: voice.base.rate, to: .hertz24000)
        self.resampler = resampler
        let before = pending.count
        resampler.resample(samples, appendingTo: &pending)
        madeSamples += pending.count - before
        guard pending.count >= (hasDelivered ? Self.piece : Self.firstPiece).count else {
            // An empty piece asks only whether more is wanted.
            isWanted = deliver([], "")
            return isWanted
        }
        isWanted = deliver(takePending(), textSaid())
        return isWanted
    }

    private func takePending() -> Samples {
        hasDelivered = true
        defer { pending = [] }
        return pending
    }

    private func finish() -> End {
        resampler?.flush(appendingTo: &pending)
        return deliver(takePending(), tell(upTo: text.source.utf8.count)) ? .spoken : .stopped
    }

    /// The words that end in what has been made by now; the last with what follows it.
    private func textSaid() -> String {
        guard let wordEnds else { return "" }
        let now = Double(madeSamples) / Double(Ticks.perSecond)
        while toldWords < wordEnds.count, wordEnds[toldWords] <= now { toldWords += 1 }
        if toldWords == wordEnds.count { return tell(upTo: text.source.utf8.count) }
        return tell(upTo: toldWords == 0 ? 0 : text.ends[toldWords - 1])
    }

    private func tell(upTo end: Int) -> String {
        guard end > toldBytes else { return "" }
        let bytes = text.source.utf8
        let start = bytes.index(bytes.startIndex, offsetBy: toldBytes)
        toldBytes = end
        return String(text.source[start..<bytes.index(bytes.startIndex, offsetBy: end)])
    }
}

// flite's own record of when each word is spoken.
extension FliteUtterance {
    /// The end of the last sound of each word. Nil where flite's words are not ours.
    private static func wordEnds(in utterance: UnsafePointer<cst_utterance>, count: Int) -> [Double]? {
        // flite's functions take what they only read as if they changed it.
        let utterance = UnsafeMutablePointer(mutating: utterance)
        guard utt_relation_present(utterance, "Token") != 0 else { return nil }
        var ends: [Double] = []
        var token = relation_head(utt_relation(utterance, "Token"))
        while let current = token {
            ends.append(max(ends.last ?? 0, end(of: current)))
            token = item_next(current)
        }
        return ends.count == count ? ends : nil
    }

    private static func end(of token: UnsafePointer<cst_item>) -> Double {
        var word = item_last_daughter(token)
        while let current = word {
            let syllable = item_as(current, "SylStructure").flatMap { item_last_daughter($0) }
            if let sound = syllable.flatMap({ item_last_daughter($0) }), item_feat_present(sound, "end") != 0 {
                return Double(item_feat_float(sound, "end"))
            }
            word = item_prev(current)
        }
        return 0
    }
}

extension StaticString {
    /// Of a text that is written in the program, and so is there for as long as it.
    fileprivate var pointer: UnsafePointer<CChar> {
        UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}

extension FliteVoice.Base {
    fileprivate var rate: SampleRate { self == .kal ? .hertz8000 : .hertz16000 }
}
