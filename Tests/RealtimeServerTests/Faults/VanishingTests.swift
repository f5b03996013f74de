import Bytes
import NetIO
import RealtimeServer
import TestSupport
import Testing

/// Where in its life a client goes away without a word.
enum Point: CaseIterable, Sendable {
    case beforeItReads
    case withinAHeader
    case withinAMessage
    case withinALongAppend
    case duringSpeech
    case afterCommit
    case beforeTheAnswer
    case whileTheAnswerStreams
    case afterCancel
    case unreadingWhileTheAnswerStreams
    case afterItsClose

    /// What the back ends do meanwhile.
    var engine: StageEngine {
        switch self {
        case .afterCommit: StageEngine(hearing: .silent, answering: .silent)
        case .beforeTheAnswer: StageEngine(answering: .silent)
        default: StageEngine(answering: .makes(.max))
        }
    }

    /// Brings a client there.
    func reach(_ client: Stranger, _ counts: Watched<StageEngine.Counts>) async throws {
        if case .beforeItReads = self { return }
        _ = try await client.event("session.created")
        switch self {
        case .beforeItReads: break
        case .withinAHeader: await client.raw.send([0x81])
        case .withinAMessage:
            await client.raw.send(Array(Stranger.frame(Say.append(Say.loud(milliseconds: 50))).dropLast(9)))
        case .withinALongAppend:
            await client.say(Say.append(Say.loud(milliseconds: 20_000)))
            try await counts.until { $0.judged > 3 }
        case .duringSpeech:
            await client.say(Say.append(Say.loud(milliseconds: 500)))
            _ = try await client.event("input_audio_buffer.speech_started")
        case .afterCommit:
            await client.say(Say.noDetection)
            await client.say(Say.append(Say.loud(milliseconds: 500)))
            await client.say(Say.commit)
            _ = try await client.event("input_audio_buffer.committed")
            await client.say(Say.respond)
            _ = try await client.event("response.created")
            try await counts.until { $0.listeners > 0 }
        case .beforeTheAnswer:
            await client.say(Say.respond)
            try await counts.until { $0.answers > 0 }
        case .whileTheAnswerStreams, .afterCancel:
            await client.say(Say.respond)
            _ = try await client.event("response.output_audio.delta")
            if self == .afterCancel { await client.say(["type": "response.cancel"]) }
        case .unreadingWhileTheAnswerStreams:
            await client.say(Say.respond)
            try await counts.until { $0.held > 0 }
        case .afterItsClose: await client.raw.send(RawClient.frame(0x88, [0x03, 0xE8]))
        }
    }
}

enum Leaving: CaseIterable, Sendable {
    /// As a machine that lost its memory.
    case reset
    /// As a process that ended: FIN, and no Close before it.
    case end

    func leave(_ client: Stranger) async {
        switch self {
        case .reset: await client.raw.reset()
        case .end: await client.raw.close()
        }
    }
}

@Suite("Clients that vanish", .timeLimit(.minutes(1)))
struct VanishingTests {
    @Test("Nothing is left of the session, whenever its client goes", arguments: Point.allCases, Leaving.allCases)
    func vanishes(_ point: Point, _ leaving: Leaving) async throws {
        let engine = point.engine
        try await Running.with(speech: engine) { settings in
            settings.sessions.analysisSlice = .milliseconds(20)
            settings.sessions.outputLead = nil
            settings.sessions.queueHighBytes = 64 * 1_024
        } _: { running in
            let before = RawClient.openSockets(port: running.port)
            let client = try await Stranger.call(running)
            try await engine.counts.until { $0.sessions == 1 }
            try await point.reach(client, engine.counts)
            await leaving.leave(client)
            try await engine.counts.until { $0.nothingLives }
            #expect(running.server.sessionCount == 0)
            #expect(running.server.placesTaken == 0)
            #expect(running.server.sessionsOpen(of: "default") == 0)
            try await running.eventually("no socket is left") {
                RawClient.openSockets(port: running.port) == before && running.server.connectionCount == 0
            }
        }
    }

    @Test("A peer that neither speaks nor answers a ping is lost after a while; one that answers stays")
    func halfOpen() async throws {
        let engine = StageEngine()
        let lines = Watched<[String]>([])
        let log = Log { line in lines.change { $0.append(line) } }
        try await Running.with(speech: engine, log: log) { settings in
            settings.connections.pingInterval = .milliseconds(50)
            settings.connections.pongTimeout = .seconds(6)
        } _: { running in
            let proper = try await running.call()
            _ = try await proper.event("session.created")
            let dead = try await Stranger.call(running)
            try await lines.until { $0.count { $0.contains("session.started") } == 2 }
            let told = try await lines.until { $0.contains { $0.contains("session.ended") } }
            #expect(told.last { $0.contains("session.ended") }?.contains("reason=client_left client=lost") == true)
            try await engine.counts.until { $0.sessions == 1 }
            proper.send(Say.clear)
            _ = try await proper.event("input_audio_buffer.cleared")
            await dead.raw.close()
        }
    }
}
