import Bytes
import RealtimeAPI
import RealtimeEngine

extension SessionAction {
    /// The action as a transcript writes it: of an event, what its client is told.
    func lines(telling events: [JSON]) -> [String] {
        guard case .send(_, _, let recipient) = self else { return line.map { [$0] } ?? [] }
        return events.map { "<\(recipient.mark)  \($0.forReading.text)" }
    }

    /// nil: it is an event, which is a dialect's to say.
    var line: String? {
        switch self {
        case .send: nil
        case .audio(let audio): "!  audio \(audio.line)"
        case .dropAudio: "!  drop audio"
        case .condition(let conditioning): "!  condition \(conditioning.line)"
        case .trace(let tracing): "!  trace \(tracing?.json.text ?? "nothing")"
        case .expect(let words): "!  expect \(words?.line ?? "nothing")"
        case .listen(let listener, let order): "!  \(listener.line) \(order.line)"
        case .respond(let id, let order): "!  respond \(id) \(order.line)"
        case .translate(let order): "!  translate \(order.line)"
        case .mcp(let item, let order): "!  mcp \(item) \(order.line)"
        case .limit(.began(let id, let tokens)): "!  limit \(id) began with \(tokens) tokens"
        case .limit(.ended(let id, let tokens)): "!  limit \(id) ended with \(tokens) tokens"
        case .note(let note): "!  note \(note.line)"
        case .close(let reason): "!  close \(reason.closeCode) \(reason.line)"
        }
    }
}

extension ExpectedWords {
    fileprivate var line: String {
        ((prompt.isEmpty ? [] : [prompt]) + keywords + functions.map(\.name)).joined(separator: ", ")
    }
}

extension Recipient {
    fileprivate var mark: String {
        switch self {
        case .all: ""
        case .one(let attachment): "\(attachment.number)"
        }
    }
}

extension OutgoingAudio {
    fileprivate var line: String {
        let length = Ticks(samples.count).milliseconds
        return "\(place.responseID) \(place.itemID) \(place.contentIndex) \(length)ms \(format.type)"
    }
}

extension Conditioning {
    fileprivate var line: String {
        let noise = noiseReduction.map { " noise \($0.json.text)" } ?? ""
        return "\(format.type)\(noise)\(detectsSpeech ? " detecting speech" : "")"
    }
}

extension ListenerID {
    fileprivate var line: String {
        switch purpose {
        case .hear: "hear \(item)"
        case .transcribe: "transcribe \(item)"
        }
    }
}

extension ListenerOrder {
    fileprivate var line: String {
        switch self {
        case .open(let settings, let wantsLogprobs):
            "open" + (settings.map { " \($0.json.text)" } ?? "") + (wantsLogprobs ? " with logprobs" : "")
        case .feed(let samples): "feed \(Ticks(samples.count).milliseconds)ms"
        case .finish: "finish"
        case .cancel: "cancel"
        }
    }
}

extension ResponseOrder {
    fileprivate var line: String {
        switch self {
        case .start(let request): "start \(request.line)"
        case .hold: "hold"
        case .proceed: "proceed"
        case .cancel: "cancel"
        }
    }
}

extension ResponseRequest {
    fileprivate var line: String {
        let tools =
            functions.map(\.name)
            + mcpTools.flatMap { server in server.tools.map { "\(server.serverLabel)/\($0.name)" } }
        let named = tools.isEmpty ? "" : " tools [\(tools.joined(separator: " "))] choice \(toolChoice.json.text)"
        let said = context.map(\.line).joined(separator: "; ")
        return "\(modality) \(voice.json.text) max \(maxOutputTokens.json.text)\(named) context [\(said)]"
    }
}

extension ContextItem {
    fileprivate var line: String {
        switch item {
        case .message(let message):
            let texts = message.content.compactMap {
                $0.text ?? $0.transcript.value ?? $0.imageURL.map { _ in "an image" }
            }
            let heard = hearing.map { " heard \($0.line)" } ?? ""
            return "\(message.role) \"\(texts.joined(separator: " "))\"\(heard)"
        case .functionCall(let call): return "call \(call.name)(\(call.arguments))"
        case .functionCallOutput(let output): return "output \"\(output.output)\""
        case .mcpCall(let call): return "tool \(call.name)(\(call.arguments)) → \"\(call.output.value ?? "failed")\""
        case .mcpListTools, .mcpApprovalRequest, .mcpApprovalResponse, .unknown: return item.json["type"]?.string ?? "?"
        }
    }
}

extension Hearing {
    fileprivate var line: String {
        switch self {
        case .pending: "nothing yet"
        case .heard(let text): "\"\(text)\""
        case .nothing: "nothing"
        case .failed(let why): "nothing, because \(why)"
        }
    }
}

extension TranslationOrder {
    fileprivate var line: String {
        switch self {
        case .open(let model, let language, let writer): "open \(model) to \(language)\(written(by: writer))"
        case .retarget(let language, let writer): "retarget to \(language)\(written(by: writer))"
        case .feed(let samples): "feed \(Ticks(samples.count).milliseconds)ms"
        case .hold: "hold"
        case .proceed: "proceed"
        case .finish: "finish"
        case .cancel: "cancel"
        }
    }

    private func written(by model: String?) -> String { model.map { " with input by \($0)" } ?? "" }
}

extension MCPOrder {
    fileprivate var line: String {
        switch self {
        case .list(let server): "list \(server.serverLabel) at \(server.serverURL ?? "?")"
        case .call(let server, let name, let arguments): "call \(server.serverLabel)/\(name) \(arguments)"
        case .cancel: "cancel"
        }
    }
}

extension EndReason {
    fileprivate var line: String {
        if case .failed(let error) = self { "failed \(error.code ?? error.type.rawValue)" } else { "\(self)" }
    }
}

extension Note {
    fileprivate var line: String {
        switch self {
        case .turnEnded(let item, let reason): "turn \(item) ended by \(reason.rawValue)"
        case .audioForgotten(let item): "audio of \(item) forgotten"
        case .contextTruncated(let items): "\(items) items left out of the context"
        }
    }
}

extension JSON {
    /// Without what changes from run to run or only fills the page: event ids, padding, long audio.
    fileprivate var forReading: JSON {
        guard case .object(let event) = self else { return self }
        let kept = event.members.filter { $0.name != "event_id" && $0.name != "obfuscation" }
        return JSON.object(JSONObject(uniqueMembers: kept)).withoutLongAudio
    }

    fileprivate var withoutLongAudio: JSON {
        switch self {
        case .object(let object):
            .object(JSONObject(uniqueMembers: object.members.map { JSONObject.Member($0.name, $0.shortened) }))
        case .array(let values): .array(values.map(\.withoutLongAudio))
        default: self
        }
    }
}

extension JSONObject.Member {
    fileprivate var shortened: JSON {
        guard ["audio", "delta"].contains(name), let count = value.string?.utf8.count, count > 256 else {
            return value.withoutLongAudio
        }
        return .string("… \(count) characters")
    }
}
