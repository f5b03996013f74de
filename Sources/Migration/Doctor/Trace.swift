import Bytes

/// What was done and seen, in the order of time, for whoever is asked for help.
struct Trace: Sendable {
    private(set) var entries: [JSON] = []

    private static let entriesMax = 500
    private static let textMax = 2_000

    /// The headers by which a service finds a request in its logs, and what says who answered.
    private static let headerNames: Set = [
        "date", "server", "via", "x-request-id", "request-id", "apim-request-id", "x-ms-request-id",
        "x-ms-client-request-id", "x-ms-region", "x-ms-deployment-name", "x-ms-rai-invoked",
        "x-envoy-upstream-service-time",
        "azureml-model-session", "cf-ray", "openai-processing-ms", "openai-version", "openai-region", "retry-after",
        "www-authenticate", "content-type", "location", "traceparent", "x-ratelimit-remaining-requests",
        "x-ratelimit-remaining-tokens",
    ]

    mutating func add(_ order: DoctorOrder, at now: Duration) {
        switch order {
        case .inspect(let host, let port, _): add("connect", at: now, ["to": .string("\(host):\(port)")])
        case .request(let request):
            add("request", at: now, ["method": .string(request.method), "url": .string(Self.bare(request.url))])
        case .open(let url, let headers):
            let names = headers.map { JSON.string($0.name) }
            add("open", at: now, ["url": .string(Self.bare(url)), "with_headers": .array(names)])
        case .send(let text): add("sent", at: now, Self.members(ofSent: text))
        case .leave: add("left", at: now, [])
        case .finish: break
        }
    }

    mutating func add(_ observation: DoctorObservation, at now: Duration) {
        switch observation {
        case .inspected(let connection):
            let trouble = connection.trouble.map { JSON.string($0.text) } ?? .null
            let addresses = connection.addresses.map { JSON.string($0) }
            add("connected", at: now, ["addresses": .array(addresses), "trouble": trouble])
        case .answered(let answer): add("answered", at: now, Self.members(of: answer))
        case .refused(let answer): add("refused", at: now, Self.members(of: answer))
        case .requestFailed(let trouble), .openFailed(let trouble):
            add("failed", at: now, ["why": .string(trouble.text)])
        case .opened(let headers, _): add("opened", at: now, ["response_headers": Self.shown(headers)])
        case .text(let bytes): add("received", at: now, Self.members(ofReceived: bytes))
        case .binary(let count): add("received", at: now, ["binary": .number(JSONNumber(count))])
        case .closed(let code, let reason):
            let number = code.map { JSON.number(JSONNumber($0)) } ?? .null
            add("closed", at: now, ["code": number, "reason": .string(reason)])
        case .lost(let why): add("lost", at: now, ["why": .string(why)])
        case .timeout: add("timeout", at: now, [])
        }
    }

    private typealias Members = KeyValuePairs<String, JSON>

    private mutating func add(_ what: String, at now: Duration, _ members: Members) {
        add(what, at: now, members.map { JSONObject.Member($0, $1) })
    }

    private mutating func add(_ what: String, at now: Duration, _ members: [JSONObject.Member]) {
        guard entries.count < Self.entriesMax else { return }
        let first = [
            JSONObject.Member("at_ms", .number(JSONNumber(now.milliseconds))), JSONObject.Member("what", .string(what)),
        ]
        entries.append(.object(JSONObject(uniqueMembers: first + members)))
    }

    /// Without its query: keys travel there.
    static func bare(_ url: String) -> String { String(url.prefix { $0 != "?" }) }

    private static func members(of answer: DoctorObservation.Answer) -> [JSONObject.Member] {
        var members = [
            JSONObject.Member("status", .number(JSONNumber(answer.status))),
            JSONObject.Member("response_headers", shown(answer.headers)),
        ]
        // A good answer may hold a secret, and says nothing that support asks for.
        if answer.status >= 400 {
            let text = String(decoding: answer.body.prefix(textMax), as: UTF8.self)
            members.append(JSONObject.Member("body", .string(text)))
        }
        return members
    }

    private static func shown(_ headers: [DoctorHeader]) -> JSON {
        var object = JSONObject()
        for header in headers where headerNames.contains(header.name.lowercased()) {
            let isPlace = header.name.lowercased() == "location"
            object[header.name.lowercased()] = .string(isPlace ? bare(header.value) : header.value)
        }
        return .object(object)
    }

    private static func members(ofSent text: String) -> [JSONObject.Member] {
        guard let event = DoctorEvent(Array(text.utf8)), event.type != "input_audio_buffer.append" else {
            return [
                JSONObject.Member("type", "input_audio_buffer.append"),
                JSONObject.Member("bytes", .number(JSONNumber(text.utf8.count))),
            ]
        }
        return [JSONObject.Member("event", event.json)]
    }

    /// Whole where it is the settings or an error; of everything else the name.
    private static func members(ofReceived bytes: [UInt8]) -> [JSONObject.Member] {
        guard let event = DoctorEvent(bytes) else {
            return [JSONObject.Member("damaged", .string(String(decoding: bytes.prefix(200), as: UTF8.self)))]
        }
        if event.type == "error" || event.type.hasPrefix("session.") || event.type == "response.done" {
            return [JSONObject.Member("event", event.json)]
        }
        return [
            JSONObject.Member("type", .string(event.type)),
            JSONObject.Member("event_id", event.json["event_id"] ?? .null),
        ]
    }
}

/// A message that is an event.
struct DoctorEvent: Sendable, Equatable {
    let type: String
    let json: JSON

    /// Nil where it is none.
    init?(_ bytes: [UInt8]) {
        guard let json = Self.json(bytes), let type = json["type"]?.string else { return nil }
        self.type = type
        self.json = json
    }

    static func json(_ bytes: [UInt8]) -> JSON? {
        do throws(JSONError) { return try JSON(parsing: bytes) } catch { return nil }
    }
}
