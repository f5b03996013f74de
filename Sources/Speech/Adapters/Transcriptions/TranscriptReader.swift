internal import Bytes
package import HTTP
internal import NetIO
internal import RealtimeAPI
package import RealtimeEngine

/// Reads what a recogniser answers: a stream of events, a JSON object, or plain text. Which one, the answer says.
package struct TranscriptReader: AnswerReader {
    private enum Body {
        case unknown
        case events(EventStreamReader)
        case whole([UInt8], isJSON: Bool)
    }

    /// More than the words of an hour.
    private static let bytesMax = 4 << 20

    private let secrets: [String]
    private var body = Body.unknown
    private var transcript = Transcript()
    private var hasDeltas = false
    package private(set) var progress = 0
    package private(set) var isOver = false

    package init(secrets: [String] = []) { self.secrets = secrets }

    package var isComplete: Bool { isOver }

    package mutating func begin(_ head: ResponseHead) throws(BackEndFault) {
        let type = head.headers["Content-Type"].flatMap { MediaType($0) }?.essence
        switch type {
        case "text/event-stream":
            var limits = EventStreamReader.Limits()
            limits.lineBytesMax = Self.bytesMax
            limits.eventBytesMax = Self.bytesMax
            body = .events(EventStreamReader(limits: limits))
        case "application/json": body = .whole([], isJSON: true)
        case "text/plain": body = .whole([], isJSON: false)
        default: throw .misunderstood("answered with \(type?.prefix(60) ?? "no content type") instead of a transcript")
        }
    }

    package mutating func read(
        _ bytes: UnsafeRawBufferPointer,
        into parts: inout [ListenerReport]
    ) throws(BackEndFault) {
        switch body {
        case .unknown: return
        case .whole(var collected, let isJSON):
            body = .unknown
            guard collected.count + bytes.count <= Self.bytesMax else {
                throw .transport(.bodyTooLarge(limit: Self.bytesMax))
            }
            collected.append(contentsOf: bytes)
            body = .whole(collected, isJSON: isJSON)
            progress += 1
        case .events(var reader):
            var events: [EventStreamReader.Event] = []
            var violation: EventStreamReader.Violation?
            do throws(EventStreamReader.Violation) { try reader.receive(bytes, into: &events) } catch {
                violation = error
            }
            body = .events(reader)
            for event in events where !isOver { try read(event.data, into: &parts) }
            if let violation, !isOver { throw .transport(.eventStream(violation)) }
        }
    }

    package mutating func end(into parts: inout [ListenerReport]) throws(BackEndFault) {
        guard !isOver else { return }
        switch body {
        case .unknown: throw .misunderstood("ended its transcript in the middle")
        // The servers that send whole texts just end, also where there was nothing to hear.
        case .events: if hasDeltas { throw .misunderstood("ended its transcript in the middle") }
        case .whole(let bytes, isJSON: false):
            transcript.text = String(decoding: bytes, as: UTF8.self).trimmed
        case .whole(let bytes, isJSON: true):
            guard let json = (try? JSON(parsing: bytes))?.object else {
                throw .misunderstood("answered with something else than a JSON object")
            }
            try transcript.read(json, secrets)
        }
        finish(into: &parts)
    }

    package mutating func fail(_ fault: BackEndFault, into parts: inout [ListenerReport]) {
        guard !isOver else { return }
        isOver = true
        parts.append(.failed(why: fault.sentence(about: "transcription")))
    }

    private mutating func read(_ data: String, into parts: inout [ListenerReport]) throws(BackEndFault) {
        // Some servers end as chats do.
        if data.hasPrefix("[DONE]") { return finish(into: &parts) }
        guard let event = (try? JSON(parsing: data))?.object else {
            throw .misunderstood("sent an event that is no JSON object")
        }
        if let error = event["error"], error != .null {
            throw .reported(BackEndMessage.text(of: error, without: secrets))
        }
        progress += 1
        switch event["type"]?.string {
        case "transcript.text.delta":
            guard let delta = event["delta"]?.string, !delta.isEmpty else { return }
            hasDeltas = true
            transcript.streamed += delta
            guard transcript.streamed.utf8.count <= Self.bytesMax else {
                throw .transport(.bodyTooLarge(limit: Self.bytesMax))
            }
            parts.append(.delta(delta, logprobs: event["logprobs"]?.logprobs))
        case "transcript.text.segment":
            if let segment = TranscriptionSegment(event) { parts.append(.segment(segment)) }
        case "transcript.text.done":
            try transcript.read(event, secrets)
            // What was streamed has been told.
            transcript.segments = []
            finish(into: &parts)
        // Older servers of one's own send each piece as the whole answer would be: `{"text": …}`.
        case nil:
            guard let text = event["text"]?.string, !text.isEmpty else { return }
            parts.append(.delta(transcript.add(text)))
        default: return
        }
    }

    private mutating func finish(into parts: inout [ListenerReport]) {
        isOver = true
        parts += transcript.segments.map { .segment($0) }
        parts.append(.final(transcript.heard))
    }
}
