import RealtimeAPI

/// The tables of `docs/protocol.md`.
enum ProtocolTables {
    static var text: String {
        let sections =
            [
                "## What a client may say in a conversation\n",
                events(in: .realtime),
                "## What a client may say in a transcription session\n",
                transcription,
                "## What a client may say in a translation session\n",
                events(in: .translation),
                "## Bodies of requests\n",
                RESTBody.all.map { section($0.name, FieldPath.all(in: $0.shape)) }.joined(separator: "\n"),
                "## What the server says in a conversation or a transcription session\n",
                serverEvents(in: .realtime, dialect: "ga"),
                "## What the server says in a translation session\n",
                serverEvents(in: .translation, dialect: "translation"),
            ]
        return sections.joined(separator: "\n")
    }

    private static func events(in session: SessionKind) -> String {
        let onEveryTransport = Set(ClientEvent.types(in: session, .webSocket))
        return ClientEvent.shapes(in: session).map { event in
            let note = onEveryTransport.contains(event.type) ? "" : " (WebRTC and SIP only)"
            return section("`\(event.type)`\(note)", FieldPath.all(in: event.shape))
        }
        .joined(separator: "\n")
    }

    private static var transcription: String {
        let types = ClientEvent.types(in: .transcription, .webSocket).map { "- `\($0)`" }.joined(separator: "\n")
        return "Nothing answers there, so nothing can be asked to. These events, with the fields above:\n\n\(types)\n"
    }

    private static func section(_ title: String, _ paths: [FieldPath]) -> String {
        guard !paths.isEmpty else { return "### \(title)\n\nNo fields of its own.\n" }
        let rows = paths.map(row).joined(separator: "\n")
        return "### \(title)\n\n| field | supported | refused |\n| --- | --- | --- |\n\(rows)\n"
    }

    private static func row(_ path: FieldPath) -> String {
        switch path.standing {
        case .supported(let required): "| `\(path.path)` | \(required ? "yes, required" : "yes") | |"
        case .serverOnly: "| `\(path.path)` | | Only the server says it; `unknown_parameter`. |"
        case .refused(let why): "| `\(path.path)` | | \(why) |"
        }
    }

    /// Events of the contract that are not sent, or not always.
    static let remarks = [
        "conversation.created": "never; GA does not send it",
        "conversation.item.created": "never; GA sends `conversation.item.added` and `conversation.item.done`",
        "conversation.item.input_audio_transcription.segment": "only if the back end tells speakers apart",
    ]

    private static func serverEvents(in session: SessionKind, dialect: String) -> String {
        let records = ProtocolData.events.filter { $0.dialect == dialect && $0.direction == "server" }
        let rows = ServerEvent.types(in: session).map { type in
            let record = records.first { $0.type == type }
            let sent = remarks[type] ?? "yes\(transports(record))"
            return "| `\(type)` | \(sent) |"
        }
        return "| event | sent |\n| --- | --- |\n\(rows.joined(separator: "\n"))\n"
    }

    private static func transports(_ record: EventRecord?) -> String {
        let names = ["websocket": "WebSocket", "webrtc": "WebRTC", "sip": "SIP"]
        let possible = record?.dialect == "translation" ? 2 : 3
        guard let transports = record?.transports, transports.count < possible else { return "" }
        return ", on " + transports.map { names[$0] ?? $0 }.joined(separator: " and ") + " only"
    }
}
