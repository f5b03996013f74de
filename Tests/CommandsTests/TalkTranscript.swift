import Bytes
import Commands
import RealtimeAPI
import Testing

/// A conversation at the terminal as one reads it. What happens stands with its time, what is done below it:
///
///     @500 line Hello.
///       > {"type":"response.create"}      sent to the server
///       | Hello there.                    to standard output; `⏎` is an end of line
///       ! 0.412 s  speech started         to standard error
///       = readLine                        anything else
///
/// What happens: `line`, `end of lines`, `interrupt`, `tick`, `sound sent`, `damaged`, `lost WHY`, `silent WHY`,
/// or what the server says: `< created`, `< updated`, `< started ITEM MS`, `< stopped ITEM MS`, `< committed ITEM`,
/// `< piece ITEM TEXT`, `< heard ITEM TEXT`, `< answer`, `< words ITEM TEXT`, `< sound ITEM MS`, `< done STATUS`,
/// `< error CODE TEXT`, or an event in JSON.
struct TalkTranscript {
    private var talk: Talk

    /// Runs what happens in `text`, and writes it again with what the conversation makes of it.
    static func run(_ text: String, _ setup: Talk.Setup) -> String {
        var transcript = TalkTranscript(talk: Talk(setup))
        let inputs = text.split(separator: "\n").filter { $0.hasPrefix("@") }
        return inputs.flatMap { [String($0)] + transcript.take(String($0)).map { "  \($0)" } }.joined(separator: "\n")
    }

    private mutating func take(_ line: String) -> [String] {
        let parts = line.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, let milliseconds = Int(parts[0]), let input = Self.input(parts[1]) else {
            return ["this line cannot be read"]
        }
        return talk.handle(input, at: .milliseconds(milliseconds)).map(Self.line)
    }

    private static func input(_ text: String) -> Talk.Input? {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        let rest = words.count == 2 ? words[1] : ""
        return switch words.first {
        case "<": event(rest).map { .event($0) }
        case "line": .line(rest)
        case "end": .linesEnded
        case "interrupt": .interrupted
        case "tick": .tick
        case "sound": .soundEnded
        case "damaged": .damaged
        case "lost": .connectionEnded(rest)
        case "silent": .playerFailed(rest)
        default: nil
        }
    }

    private static func event(_ text: String) -> ServerEvent? {
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        let item = words.count > 1 ? words[1] : ""
        let rest = words.count > 2 ? words[2] : ""
        let place = #""response_id":"r","item_id":"\#(item)","output_index":0,"content_index":0"#
        let json =
            switch words[0] {
            case "created": #"{"type":"session.created","session":{"type":"realtime"}}"#
            case "updated": #"{"type":"session.updated","session":{"type":"realtime"}}"#
            case "started":
                #"{"type":"input_audio_buffer.speech_started","item_id":"\#(item)","audio_start_ms":\#(rest)}"#
            case "stopped":
                #"{"type":"input_audio_buffer.speech_stopped","item_id":"\#(item)","audio_end_ms":\#(rest)}"#
            case "committed": #"{"type":"input_audio_buffer.committed","item_id":"\#(item)"}"#
            case "piece":
                """
                {"type":"conversation.item.input_audio_transcription.delta","item_id":"\(item)","delta":"\(rest)"}
                """
            case "heard":
                """
                {"type":"conversation.item.input_audio_transcription.completed","item_id":"\(item)","content_index":0,\
                "transcript":"\(rest)","usage":{"type":"duration","seconds":1}}
                """
            case "answer": #"{"type":"response.created","response":{"id":"r"}}"#
            case "words": #"{"type":"response.output_audio_transcript.delta",\#(place),"delta":"\#(rest)"}"#
            case "sound": #"{"type":"response.output_audio.delta",\#(place),"delta":"\#(silence(rest))"}"#
            case "done": #"{"type":"response.done","response":{"status":"\#(item)"}}"#
            case "error": #"{"type":"error","error":{"type":"e","code":"\#(item)","message":"\#(rest)"}}"#
            default: text
            }
        guard let object = try? JSON(parsing: Array(json.utf8)).object else { return nil }
        return ServerEvent.read(object)?.event
    }

    private static func silence(_ milliseconds: String) -> String {
        let zeros = [UInt8](repeating: 0, count: 48 * (Int(milliseconds) ?? 0))
        var characters: [UInt8] = []
        Base64.encode(zeros, appendingTo: &characters)
        return String(decoding: characters, as: UTF8.self)
    }

    private static func line(_ action: Talk.Action) -> String {
        switch action {
        case .send(let event): "> \(event.json(eventID: nil).text)"
        case .print(let text): "| \(text.replacing("\n", with: "⏎"))"
        case .note(let text): "! \(text.drop { $0 == " " })"
        case .play(let sound): "= play \(sound.count / 48) ms"
        case .readLine: "= readLine"
        case .sendSound: "= sendSound"
        case .answerEnded: "= answerEnded"
        case .stopPlaying: "= stopPlaying"
        case .end(let end): "= end \(end)"
        }
    }
}
