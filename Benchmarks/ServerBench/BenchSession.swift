import BenchSupport
import HTTP
import NetIO

/// One client of the server that is measured. Confined to its loop.
final class BenchSession: WebSocketDelegate, @unchecked Sendable {
    /// Speech for so many frames of each period, and silence for the rest: a turn, its answer, and the next turn that
    /// interrupts a long one.
    static let period = 60
    static let speechFrames = 12

    private(set) var clearTimes = Latencies()
    private(set) var speechTimes = Latencies()
    private(set) var framesSent = 0
    private(set) var deltasReceived = 0
    private(set) var bytesReceived = 0
    private(set) var errors: [String] = []
    private(set) var isOpen = true
    private let channel: WebSocketChannel
    /// Where in its period it begins, so that not all speak at once.
    private let phase: Int
    private var tick = 0
    private var speechSentAt: Duration?
    private var clearSentAt: Duration?
    private var whenCleared: (() -> Void)?

    init(_ channel: WebSocketChannel, phase: Int) {
        self.channel = channel
        self.phase = phase
    }

    func begin(_ firstMessage: [UInt8]?) {
        channel.delegate = self
        if let firstMessage { channel.send(text: firstMessage) }
    }

    func close() { channel.close() }

    /// Sends what is due in this tenth of a second.
    func sendFrame() {
        guard isOpen else { return }
        let position = (tick + phase) % Self.period
        tick += 1
        framesSent += 1
        if position == 0 { speechSentAt = EventLoop.now }
        channel.send(text: position < Self.speechFrames ? Frames.speech : Frames.silence)
    }

    /// Asks for something small, whose answer shows how long the server takes. One at a time.
    func probe(_ whenCleared: (() -> Void)? = nil) {
        guard isOpen, clearSentAt == nil else { return }
        self.whenCleared = whenCleared
        clearSentAt = EventLoop.now
        channel.send(text: Frames.clear)
    }

    func sendLongest() { channel.send(text: Frames.longest) }

    /// From here on counts what is measured; what came before was for warming up.
    func reset() {
        clearTimes = Latencies()
        speechTimes = Latencies()
        (framesSent, deltasReceived, bytesReceived) = (0, 0, 0)
    }

    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {
        bytesReceived += message.bytes.count
        // The type comes first in everything that is looked for here.
        if message.bytes.starts(with: Frames.audioDelta) {
            deltasReceived += 1
        } else if message.bytes.starts(with: Frames.cleared) {
            guard let sentAt = clearSentAt else { return }
            clearTimes.add(EventLoop.now - sentAt)
            clearSentAt = nil
            let whenCleared = whenCleared
            self.whenCleared = nil
            whenCleared?()
        } else if message.bytes.starts(with: Frames.speechStarted) {
            if let sentAt = speechSentAt { speechTimes.add(EventLoop.now - sentAt) }
            speechSentAt = nil
        } else if message.bytes.starts(with: Frames.failure), errors.count < 3 {
            errors.append(String(decoding: message.bytes.prefix(300), as: UTF8.self))
        }
    }

    func drained(_ channel: WebSocketChannel) {}

    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {
        isOpen = false
        if case .closedByUs = end { return }
        errors.append("ended: \(end)")
    }
}
