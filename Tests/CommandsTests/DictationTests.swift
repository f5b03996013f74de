import Bytes
import Commands
import RealtimeAPI
import Testing

@Suite("A transcription session")
struct DictationTests {
    private static let configured = #"""
        {"type":"session.update","session":{"type":"transcription","audio":{"input":{"format":{"type":"audio/pcm",\#
        "rate":24000},"transcription":{"model":"m","language":"en"},"turn_detection":{"type":"server_vad"}}}}}
        """#
    private static let fence = #"{"type":"session.update","session":{"type":"transcription"}}"#

    /// A session that was configured and has sent all of its sound, and what it did until then.
    private func sent(_ events: [String] = []) -> (Dictation, [String]) {
        var dictation = Dictation(model: "m", language: "en")
        var lines = take(&dictation, [.created, .updated])
        lines += take(&dictation, events)
        lines += dictation.handle(.soundEnded(milliseconds: 9_000), at: .zero).map(Self.line)
        return (dictation, lines)
    }

    private func take(_ dictation: inout Dictation, _ events: [String]) -> [String] {
        events.flatMap { text in
            guard let object = try? JSON(parsing: Array(text.utf8)).object, let event = ServerEvent.read(object) else {
                return ["no event: \(text)"]
            }
            return dictation.handle(.event(event.event), at: .zero).map(Self.line)
        }
    }

    private static func line(_ action: Dictation.Action) -> String {
        switch action {
        case .send(let event): event.json(eventID: nil).text
        case .sendSound: "send sound"
        case .note(let text): "note \(text)"
        case .end(.success(let transcript)):
            transcript.segments.map { "\($0.start)-\($0.end) \($0.text)" }.joined(separator: "; ")
        case .end(.failure(let failure)): "\(failure)"
        }
    }

    @Test("The server is told how to listen, then the sound is sent, then it is asked whether it heard all of it")
    func beginning() {
        #expect(sent().1 == [Self.configured, "send sound", Self.fence])
    }

    @Test("Turns are in the order of the sound, also when their words are not")
    func order() {
        var (dictation, _) = sent([
            .started("a", 100), .stopped("a", 900), .committed("a"), .started("b", 2_000), .stopped("b", 3_000),
            .committed("b"), .written("b", "Two."),
        ])
        #expect(take(&dictation, [.updated]) == [])
        #expect(take(&dictation, [.written("a", "One.")]) == ["100-900 One.; 2000-3000 Two."])
        #expect(dictation.handle(.interrupted, at: .zero) == [], "it is over")
    }

    @Test("A turn that goes on at the end is ended there")
    func openTurn() {
        var (dictation, _) = sent([.started("a", 100)])
        #expect(take(&dictation, [.updated]) == [#"{"type":"input_audio_buffer.commit"}"#])
        #expect(take(&dictation, [.committed("a")]) == [])
        #expect(take(&dictation, [.written("a", "One.")]) == ["100-9000 One."])
    }

    @Test("No speech is an empty transcript, and no failure")
    func silence() {
        var (dictation, _) = sent()
        #expect(dictation.handle(.damaged, at: .zero).map(Self.line).first?.hasPrefix("note ") == true)
        #expect(take(&dictation, [.updated]) == [""])
    }

    @Test("A turn that cannot be written fails the file, after the others were")
    func failure() {
        var (dictation, _) = sent([.started("a", 0), .stopped("a", 1), .committed("a"), .failed("a", "Too loud.")])
        #expect(take(&dictation, [.updated]) == [#"failed("A turn could not be written: Too loud.")"#])
    }

    @Test("What ends it is told")
    func ends() {
        func end(_ input: Dictation.Input, at now: Duration = .zero) -> [String] {
            var dictation = Dictation(model: "m", language: nil)
            return dictation.handle(input, at: now).map(Self.line)
        }
        #expect(end(.connectionEnded("Lost.")) == [#"failed("Lost.")"#])
        #expect(end(.interrupted) == [#"failed("Interrupted.")"#])
        #expect(end(.tick, at: .seconds(90)) == [])
        #expect(end(.tick, at: .seconds(91)) == [#"failed("The server has said nothing for 90 seconds.")"#])
        var dictation = Dictation(model: "m", language: nil)
        #expect(take(&dictation, [.error("invalid_api_key")]) == [#"refused("No.")"#])
        dictation = Dictation(model: "m", language: nil)
        #expect(take(&dictation, [.error("x")]) == [#"failed("The server says: No.")"#])
    }
}

extension String {
    fileprivate static let created = #"{"type":"session.created","session":{"type":"transcription"}}"#
    fileprivate static let updated = #"{"type":"session.updated","session":{"type":"transcription"}}"#

    fileprivate static func started(_ item: String, _ milliseconds: Int) -> String {
        #"{"type":"input_audio_buffer.speech_started","item_id":"\#(item)","audio_start_ms":\#(milliseconds)}"#
    }

    fileprivate static func stopped(_ item: String, _ milliseconds: Int) -> String {
        #"{"type":"input_audio_buffer.speech_stopped","item_id":"\#(item)","audio_end_ms":\#(milliseconds)}"#
    }

    fileprivate static func committed(_ item: String) -> String {
        #"{"type":"input_audio_buffer.committed","item_id":"\#(item)"}"#
    }

    fileprivate static func written(_ item: String, _ text: String) -> String {
        let type = "conversation.item.input_audio_transcription.completed"
        let usage = #"{"type":"duration","seconds":1}"#
        return #"{"type":"\#(type)","item_id":"\#(item)","content_index":0,"transcript":"\#(text)","usage":\#(usage)}"#
    }

    fileprivate static func failed(_ item: String, _ why: String) -> String {
        let type = "conversation.item.input_audio_transcription.failed"
        return #"{"type":"\#(type)","item_id":"\#(item)","content_index":0,"error":{"message":"\#(why)"}}"#
    }

    fileprivate static func error(_ code: String) -> String {
        #"{"type":"error","error":{"type":"invalid_request_error","code":"\#(code)","message":"No."}}"#
    }
}
