import Bytes
import HTTP
import NetIO

/// Somebody on the line: sends sound in real time, a chunk at a time, and writes down when what came. Confined to its
/// loop.
final class Caller: WebSocketDelegate, @unchecked Sendable {
    struct Event: Sendable {
        let type: String
        let at: Duration
    }

    private let channel: WebSocketChannel
    private let chunk: Int
    private var timer: LoopTimer?
    private var startedAt = Duration.zero
    private var tape: [Int16] = []
    /// When each chunk was sent.
    private var sentAt: [Duration] = []
    private(set) var events: [Event] = []
    private(set) var errors: [String] = []

    /// `chunk`: samples at 24 kHz that are sent at a time.
    init(_ channel: WebSocketChannel, chunk: Int = 480) {
        self.channel = channel
        self.chunk = chunk
    }

    func begin(_ session: String) {
        channel.delegate = self
        say(#"{"type":"session.update","session":\#(session)}"#)
    }

    func say(_ event: String) { channel.send(text: Array(event.utf8)) }
    func close() { channel.close() }

    /// The line is open: from here on something is always sent, if only the noise of the room.
    func talk() {
        startedAt = EventLoop.now
        let timer = LoopTimer(on: channel.loop) { [unowned self] in sendDue() }
        self.timer = timer
        sendDue()
    }

    func hangUp() { timer = nil }

    /// Says something next. The answer: where in the stream its first sample is.
    func play(_ samples: [Int16]) -> Int {
        let start = max(tape.count, sentAt.count * chunk)
        tape += Noise.samples(start - tape.count) + samples
        return start
    }

    /// When a sample was on its way.
    func time(ofSample index: Int) -> Duration? {
        let number = index / chunk
        return sentAt.indices.contains(number) ? sentAt[number] : nil
    }

    func forget() { events = [] }

    private func sendDue() {
        let length = Duration.seconds(1) * chunk / 24_000
        let due = Int((EventLoop.now - startedAt) / length) + 1
        while sentAt.count < due { sendChunk() }
        timer?.start(after: startedAt + length * sentAt.count - EventLoop.now)
    }

    private func sendChunk() {
        let start = sentAt.count * chunk
        var samples = Array(tape[min(start, tape.count)..<min(start + chunk, tape.count)])
        if samples.count < chunk { samples += Noise.samples(chunk - samples.count) }
        var bytes: [UInt8] = []
        PCM16.bytes(from: samples, appendingTo: &bytes)
        var text = Array(#"{"type":"input_audio_buffer.append","audio":""#.utf8)
        Base64.encode(bytes, appendingTo: &text)
        channel.send(text: text + Array(#""}"#.utf8))
        sentAt.append(EventLoop.now)
    }

    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {
        let now = EventLoop.now
        // The type comes first in everything that the server says.
        let head = #"{"type":""#.utf8
        guard message.bytes.starts(with: head) else { return }
        let name = message.bytes.dropFirst(head.count).prefix { $0 != UInt8(ascii: "\"") }
        let type = String(decoding: name, as: UTF8.self)
        events.append(Event(type: type, at: now))
        if type == "error" { errors.append(String(decoding: message.bytes.prefix(300), as: UTF8.self)) }
    }

    func drained(_ channel: WebSocketChannel) {}
    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) { timer = nil }
}
