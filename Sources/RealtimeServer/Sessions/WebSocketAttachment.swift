internal import Audio
internal import Bytes
internal import HTTP
internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

/// A client on a WebSocket.
///
/// What waits to be written to it is counted (`AttachmentQueue`): nothing is dropped, a client that reads slowly slows
/// its own session, and one that does not read at all is closed.
final class WebSocketAttachment: Attachment, WebSocketDelegate, @unchecked Sendable {
    let id: AttachmentID
    private let channel: WebSocketChannel
    private var interpreter: Interpreter
    private let session: Session
    private var queue: AttachmentQueue
    private var encoder: (place: PartPlace, encoder: OutputEncoder)?

    init(
        _ id: AttachmentID,
        _ channel: WebSocketChannel,
        interpreter: Interpreter,
        session: Session,
        queue: AttachmentQueue
    ) {
        self.id = id
        self.channel = channel
        self.interpreter = interpreter
        self.session = session
        self.queue = queue
    }

    // MARK: What the session says

    func send(_ event: ServerEvent, eventID: String) -> Int {
        var messages = 0
        if case .audioDone(let place) = event { messages += sendRest(of: place, before: eventID) }
        let told = interpreter.render(event, eventID: eventID)
        tellNotices()
        guard !told.isEmpty else { return messages }
        for json in told { channel.send(text: json.bytes) }
        measure()
        return messages + told.count
    }

    func send(_ audio: OutgoingAudio) -> Int {
        guard audio.format.type != .pcm else {
            return audio.samples.withUnsafeBufferPointer { samples in
                var bytes: [UInt8] = []
                PCM16.bytes(from: samples, appendingTo: &bytes)
                return send(bytes, at: audio.place, audio.eventID, audio.obfuscation)
            }
        }
        if encoder?.place != audio.place { encoder = (audio.place, OutputEncoder(AudioCoding(audio.format))) }
        var bytes: [UInt8] = []
        encoder?.encoder.encode(audio.samples, to: &bytes)
        return send(bytes, at: audio.place, audio.eventID, audio.obfuscation)
    }

    /// A telephone's encoder looks ahead: what it holds back at the end of a part makes one more delta.
    private func sendRest(of place: PartPlace, before eventID: String) -> Int {
        guard let encoder, encoder.place == place else { return 0 }
        self.encoder = nil
        var bytes: [UInt8] = []
        encoder.encoder.flush(to: &bytes)
        return send(bytes, at: place, eventID + "_rest", "")
    }

    /// No delta is empty: the first piece of a telephone's audio may be too short to give a byte.
    private func send(_ bytes: [UInt8], at place: PartPlace, _ eventID: String, _ obfuscation: String) -> Int {
        guard !bytes.isEmpty else { return 0 }
        let delta = AudioDelta(
            eventID: eventID,
            responseID: place.responseID.rawValue,
            itemID: place.itemID.rawValue,
            outputIndex: place.outputIndex,
            contentIndex: place.contentIndex,
            obfuscation: obfuscation.isEmpty ? nil : obfuscation
        )
        let spelling = interpreter.audioDelta
        channel.send(textWith: { out in
            bytes.span.withUnsafeBytes { delta.write(encoded: $0, to: &out, as: spelling) }
        })
        measure()
        return 1
    }

    func pause() { channel.pauseReading() }
    func resume() { channel.resumeReading() }

    /// Also a client whose long append is under way answers the close, which has to be read; what else it says has
    /// nobody to hear it.
    func close(code: UInt16, reason: String) {
        channel.close(code: code, reason: reason)
        channel.discardMessages()
        channel.resumeReading()
    }

    /// Tells the session when the client falls behind, and when it has caught up.
    private func measure() {
        let waiting = channel.queuedBytes
        let change = waiting > queue.bytes ? queue.queued(waiting - queue.bytes) : queue.written(queue.bytes - waiting)
        guard change != .none else { return }
        session.assumeIsolated { $0.attachment(fellBehind: change) }
    }

    /// What the dialects had to do, for the log and the metrics.
    private func tellNotices() {
        for notice in interpreter.takeNotices() { session.assumeIsolated { $0.attachment(noticed: notice) } }
    }

    // MARK: What the client says

    func read(_ bytes: [UInt8], in kind: SessionKind) -> Frame.Content {
        defer { tellNotices() }
        return interpreter.read(bytes, in: kind)
    }

    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {
        session.assumeIsolated { $0.received(message, from: self) }
    }

    func drained(_ channel: WebSocketChannel) { measure() }

    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {
        session.assumeIsolated { $0.left(id, end) }
    }
}

extension AudioCoding {
    init(_ format: AudioFormat) {
        switch format.type {
        case .pcmu: self = .pcmu
        case .pcma: self = .pcma
        default: self = .pcm16
        }
    }
}
