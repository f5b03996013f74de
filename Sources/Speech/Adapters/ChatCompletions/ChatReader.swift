package import HTTP
internal import NetIO
package import RealtimeEngine

/// Reads the body of a chat completion's answer: events in, parts out.
package struct ChatReader: AnswerReader {
    private var events: EventStreamReader
    private var stream: ChatStream

    package init(_ stream: ChatStream, eventBytesMax: Int) {
        self.stream = stream
        var limits = EventStreamReader.Limits()
        limits.lineBytesMax = eventBytesMax
        limits.eventBytesMax = eventBytesMax
        events = EventStreamReader(limits: limits)
    }

    package var progress: Int { stream.progress }
    package var isComplete: Bool { stream.isComplete }
    package var isOver: Bool { stream.isOver }

    package func begin(_ head: ResponseHead) throws(BackEndFault) { try head.checkEventStream() }

    package mutating func read(
        _ bytes: UnsafeRawBufferPointer,
        into parts: inout [AnswerPart]
    ) throws(BackEndFault) {
        var read: [EventStreamReader.Event] = []
        var violation: EventStreamReader.Violation?
        do throws(EventStreamReader.Violation) { try events.receive(bytes, into: &read) } catch { violation = error }
        for event in read { try stream.read(event.data, into: &parts) }
        if let violation, !isOver { throw .transport(.eventStream(violation)) }
    }

    package mutating func end(into parts: inout [AnswerPart]) throws(BackEndFault) { try stream.close(into: &parts) }

    package mutating func fail(_ fault: BackEndFault, into parts: inout [AnswerPart]) {
        stream.fail(fault, into: &parts)
    }
}

extension ResponseHead {
    func checkEventStream() throws(BackEndFault) {
        let type = headers["Content-Type"].flatMap { MediaType($0) }?.essence
        guard type != "text/event-stream" else { return }
        throw .misunderstood("answered with \(type?.prefix(60) ?? "no content type") instead of an event stream")
    }
}
