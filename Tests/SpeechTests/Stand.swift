import Bytes
import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech

/// Requests, audio and what becomes of them.
enum Stand {
    static func said(_ text: String) -> ContextItem {
        let part = ContentPart {
            $0.type = .inputText
            $0.text = text
        }
        return ContextItem(item: .message(Message { $0.content = [part] }))
    }

    static func spoke(_ hearing: Hearing) -> ContextItem {
        let part = ContentPart { $0.type = .inputAudio }
        return ContextItem(item: .message(Message { $0.content = [part] }), hearing: hearing)
    }

    static func images(_ count: Int, saying text: String?) -> ContextItem {
        let image = ContentPart {
            $0.type = .inputImage
            $0.imageURL = "data:image/png;base64,AAAA"
        }
        let words = text.map { text in
            ContentPart {
                $0.type = .inputText
                $0.text = text
            }
        }
        let content = (words.map { [$0] } ?? []) + Array(repeating: image, count: count)
        return ContextItem(item: .message(Message { $0.content = content }))
    }

    static func answered(_ text: String) -> ContextItem {
        let part = ContentPart {
            $0.type = .outputText
            $0.text = text
        }
        let message = Message {
            $0.role = .assistant
            $0.content = [part]
        }
        return ContextItem(item: .message(message))
    }

    /// A call and its output.
    static func called(_ tool: String, _ output: String, id: CallID = "call_1") -> [ContextItem] {
        let call = FunctionCall {
            $0.callID = id
            $0.name = tool
        }
        let result = FunctionCallOutput {
            $0.callID = id
            $0.output = output
        }
        return [ContextItem(item: .functionCall(call)), ContextItem(item: .functionCallOutput(result))]
    }

    static func tool(_ name: String, _ parameters: JSONObject? = nil) -> FunctionTool {
        FunctionTool {
            $0.name = name
            $0.parameters = parameters
        }
    }

    static func request(_ context: [ContextItem], _ change: (inout ResponseRequest) -> Void = { _ in })
        -> ResponseRequest
    {
        var request = ResponseRequest(model: "gpt-realtime", context: context)
        change(&request)
        return request
    }

    static func steps(
        _ context: [ContextItem],
        _ script: Script = Script(),
        _ change: (inout ResponseRequest) -> Void = { _ in }
    ) -> [AnswerStep] {
        ScriptedAnswer.steps(for: request(context, change), script: script)
    }

    /// A square wave: its level is its amplitude's.
    static func tone(_ length: Ticks, amplitude: Int16 = 8_000) -> Samples {
        (0..<length.count).map { $0 / 40 % 2 == 0 ? amplitude : -amplitude }
    }

    static func silence(_ length: Ticks) -> Samples { Samples(repeating: 0, count: length.count) }
}

/// All that a source has to say for now.
func all<Source: BeatSource>(_ source: inout Source) -> [Beat<Source.Part>] {
    var beats: [Beat<Source.Part>] = []
    while let beat = source.next() { beats.append(beat) }
    return beats
}

extension Sequence {
    func parts<Part>() -> [Part] where Element == Beat<Part> {
        compactMap { if case .part(let part) = $0 { part } else { nil } }
    }
}

extension Sequence where Element == AnswerPart {
    var text: String {
        reduce(into: "") { text, part in
            switch part {
            case .text(let piece), .speech(_, let piece): text += piece
            default: break
            }
        }
    }

    var audio: Samples {
        reduce(into: []) { audio, part in if case .speech(let samples, _) = part { audio += samples } }
    }

    var arguments: String {
        reduce(into: "") { text, part in if case .arguments(let piece) = part { text += piece } }
    }
}
