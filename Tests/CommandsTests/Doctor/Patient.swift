import Bytes
import Commands
import HTTP
import NetIO
import TestSupport

/// A small Realtime server in good health, which a test makes ill in one place.
struct Patient: HTTPHandler {
    enum Word: Sendable {
        case text(String)
        case binary
        case close(Int, String)
        case cut
    }

    /// What a request is answered with in place of all that follows; nil: as a healthy one does.
    var answers: @Sendable (RequestHead) -> HTTPAnswer? = { _ in nil }
    var greeting: [Word] = [.text(Self.greeting)]
    /// What an event is answered with in place of what follows; nil: as a healthy one does.
    var replies: @Sendable (JSON) -> [Word]? = { _ in nil }

    static let greeting = session("session.created", #""type":"realtime","object":"realtime.session","audio":{}"#)

    static func session(_ type: String, _ fields: String, expiresIn seconds: Int = 3_600) -> String {
        let end = Int(DoctorCommand.wallClock()) + seconds
        return #"{"type":"\#(type)","session":{"id":"sess_1","model":"m","expires_at":\#(end),\#(fields)}}"#
    }

    static func error(_ code: String, _ message: String = "No.", param: String = "x") -> String {
        #"{"type":"error","error":{"type":"e","code":"\#(code)","message":"\#(message)","param":"\#(param)"}}"#
    }

    static func refusal(_ status: Int, _ body: String, headers: HeaderFields = HeaderFields()) -> HTTPAnswer {
        .response(ResponseHead(status: status, headers: headers), body: Array(body.utf8))
    }

    static func refusal(_ status: Int, code: String, _ message: String) -> HTTPAnswer {
        refusal(status, #"{"error":{"code":"\#(code)","message":"\#(message)"}}"#)
    }

    func bodyBytesMax(for head: RequestHead) -> Int { 1 << 20 }

    func answer(_ request: HTTPRequest, on loop: EventLoop) async -> HTTPAnswer {
        if let answer = answers(request.head) { return answer }
        switch request.head.path {
        case "/v1/realtime", "/openai/v1/realtime":
            return .webSocket(subprotocol: nil, headers: ["x-request-id": "req_1", "x-ms-region": "Here"]) { channel in
                let bed = Bed(patient: self)
                channel.delegate = bed
                for word in greeting { bed.say(word, on: channel) }
            }
        case "/v1/models", "/openai/v1/models": return Self.refusal(200, #"{"data":[{"id":"gpt-realtime"}]}"#)
        case "/v1/realtime/client_secrets":
            let end = Int(DoctorCommand.wallClock()) + 60
            return Self.refusal(200, #"{"value":"ek_patient","expires_at":\#(end),"session":{}}"#)
        default: return Self.refusal(404, "")
        }
    }

    /// As a healthy one answers.
    static func reply(to event: JSON) -> [Word] {
        switch event["type"]?.string {
        case "session.update":
            guard event["session"]?["type"] != nil else {
                return [.text(error("missing_required_parameter", param: "session.type"))]
            }
            return [.text(session("session.updated", #""type":"realtime""#))]
        case "input_audio_buffer.append":
            let isSound = (try? Base64.decode(event["audio"]?.string ?? "")) != nil
            return isSound ? [] : [.text(error("invalid_value", param: "audio"))]
        case "input_audio_buffer.clear": return [.text(#"{"type":"input_audio_buffer.cleared"}"#)]
        case "input_audio_buffer.commit": return [.text(#"{"type":"input_audio_buffer.committed"}"#)]
        case "conversation.item.create": return [.text(#"{"type":"conversation.item.added"}"#)]
        case "response.create": return response(to: event)
        default: return [.text(error("invalid_value", param: "type"))]
        }
    }

    static func isSpoken(_ event: JSON) -> Bool {
        event["type"]?.string == "response.create"
            && event["response"]?["output_modalities"]?.array?.first == .string("audio")
    }

    static func isWritten(_ event: JSON) -> Bool { event["type"]?.string == "response.create" && !isSpoken(event) }

    private static func response(to event: JSON) -> [Word] {
        let name = isSpoken(event) ? "response.output_audio.delta" : "response.output_text.delta"
        let delta = isSpoken(event) ? Base64.encode([UInt8](repeating: 1, count: 4_800)) : "Hello."
        return response(name, delta)
    }

    static func response(_ name: String, _ delta: String, status: String = "completed") -> [Word] {
        [
            .text(#"{"type":"response.created"}"#), .text(#"{"type":"\#(name)","delta":"\#(delta)"}"#),
            .text(#"{"type":"response.done","response":{"status":"\#(status)"}}"#),
        ]
    }
}

/// One session with a patient.
private final class Bed: WebSocketDelegate {
    private let patient: Patient

    init(patient: Patient) { self.patient = patient }

    func say(_ word: Patient.Word, on channel: WebSocketChannel) {
        switch word {
        case .text(let text): channel.send(text: Array(text.utf8))
        case .binary: channel.send(binary: [1, 2, 3])
        case .close(let code, let reason): channel.close(code: UInt16(clamping: code), reason: reason)
        case .cut: channel.abort()
        }
    }

    func received(_ message: WebSocketMessage, on channel: WebSocketChannel) {
        guard let event = try? JSON(parsing: message.bytes) else { return }
        for word in patient.replies(event) ?? Patient.reply(to: event) { say(word, on: channel) }
    }

    func drained(_ channel: WebSocketChannel) {}
    func ended(_ end: WebSocketEnd, on channel: WebSocketChannel) {}
}

extension RequestHead {
    var path: String { String(target.prefix { $0 != "?" }) }
    var isUpgrade: Bool { headers.contains("Upgrade") }
}

/// What a doctor said of a server.
struct Verdict: Sendable {
    let json: JSON
    let notes: String
    let exitCode: Int32

    /// The root first.
    var faults: [String] { json["faults"]?.array?.compactMap { $0["fault"]?.string } ?? [] }
    var evidence: String { json["faults"]?.array?.first?["evidence"]?.string ?? "" }

    func check(_ name: String) -> (outcome: String, detail: String) {
        let row = json["checks"]?.array?.first { $0["check"]?.string == name }
        return (row?["outcome"]?.string ?? "", row?["detail"]?.string ?? "")
    }

    static let timeout = "0.3"

    /// Calls the doctor. What is printed is one JSON object, or nothing where it was called wrongly.
    static func of(
        _ arguments: [String],
        environment: [String: String] = [:],
        clock: @Sendable () -> Double = DoctorCommand.wallClock
    ) async -> Verdict {
        let time = arguments.contains("--timeout") ? [] : ["--timeout", timeout]
        let result = await Stage.run([]) { console throws(CommandFailure) in
            try await DoctorCommand.run(
                arguments + ["--json"] + time,
                environment: environment,
                console: console,
                clock: clock
            )
        }
        let json = (try? JSON(parsing: result.output)) ?? .null
        let notes = result.notes + (result.failure?.text ?? "")
        return Verdict(json: json, notes: notes, exitCode: result.failure?.exitCode ?? 0)
    }
}

extension Patient {
    /// Lets the doctor see it, at OpenAI's path unless another is named.
    func seen(
        _ arguments: String...,
        path: String = "/v1",
        key: String? = "sk-of-the-patient",
        clock: @Sendable () -> Double = DoctorCommand.wallClock
    ) async throws -> Verdict {
        let loop = EventLoop.start()
        let address = SocketAddress(host: "127.0.0.1", port: 0)
        let server = try await HTTPListener.start(on: [loop], address: address, handler: self)
        let credential = key.map { ["--key", $0] } ?? []
        let verdict = await Verdict.of(
            ["http://\(server.address)\(path)"] + credential + arguments,
            clock: clock
        )
        await server.close(within: .milliseconds(50))
        await loop.stop()
        return verdict
    }
}
