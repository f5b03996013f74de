internal import Bytes
internal import Glibc
internal import Migration

/// `antiphon doctor`, taken apart.
struct DoctorOptions: Sendable {
    enum Turns: Sendable, Equatable {
        case ask, take, leave
    }

    let server: ServerAddress
    let target: DoctorTarget
    let credential: DoctorCredential
    let turns: Turns
    let sendsBeta: Bool
    let triesOversized: Bool
    let isJSON: Bool
    let limits: DoctorVisit.Limits
    /// Files: what a client says in its `session.update`, what is said in the audio turn, and what support is given.
    let session: String?
    let wav: String?
    let bundle: String?

    static let usage = CommandUsage(
        name: "doctor",
        purpose: "tests a running server from the outside and says what is wrong with it",
        operands: "[URL]",
        options: [
            .init("--azure", "RESOURCE", "in place of URL: an Azure OpenAI resource, by name, host or address"),
            .init("--deployment", "NAME", "the deployment of that resource"),
            .init("--model", "NAME", "the model; gpt-realtime if neither this nor the URL says one"),
            .init("--yes", nil, "spend what the turns cost, without asking"),
            .init("--no-turns", nil, "spend nothing: no turns"),
            .init("--session", "FILE", "try what your client says in its session.update (JSON)"),
            .init("--wav", "FILE", "say this in the audio turn (its first 5 s), not a made-up sound"),
            .init("--beta", nil, "connect as a client that still sends OpenAI-Beta: realtime=v1"),
            .init("--oversized", nil, "try a chunk of audio beyond 15 MiB too: 20 MiB go out"),
            .init("--timeout", "SECONDS", "how long each step may take; 10 if left out, a response three times that"),
            .init("--json", nil, "print one JSON object, for programs"),
            .init("--bundle", "FILE", "write what the service's support asks for, without keys and tokens"),
        ] + CommandUsage.serverOptions + [CommandUsage.helpOption],
        remarks: [
            "A key may be an API key, a client secret (ek_…) or an access token (JWT): which, is told by its form.",
            "Only the two turns cost anything, and what is said before. Without a terminal they need --yes.",
            "Exit codes: 0 healthy, 1 faults, 2 wrong usage.",
        ]
    )

    init(_ arguments: [String], environment: [String: String]) throws(CommandFailure) {
        let usage = Self.usage
        let words = try CommandWords(arguments, for: usage)
        target = try Self.target(words)
        server = try ServerAddress(target.url, words, environment, usage)
        // What stands in the address is meant for it; the environment's key may be another server's.
        credential = DoctorCredential(words["--key"] ?? target.credential ?? server.key)
        guard !(words.has("--yes") && words.has("--no-turns")) else {
            throw .usage("Give --yes or --no-turns, not both.", of: usage)
        }
        turns = words.has("--yes") ? .take : words.has("--no-turns") ? .leave : .ask
        sendsBeta = words.has("--beta")
        triesOversized = words.has("--oversized")
        isJSON = words.has("--json")
        limits = try Self.limits(words["--timeout"])
        session = words["--session"]
        wav = words["--wav"]
        bundle = words["--bundle"]
    }

    private static func target(_ words: CommandWords) throws(CommandFailure) -> DoctorTarget {
        guard words.operands.count <= 1 else { throw .usage("One address at a time, please.", of: usage) }
        do throws(DoctorTarget.Mistake) {
            switch (words.operands.first, words["--azure"], words["--deployment"]) {
            case (let url?, nil, nil): return try DoctorTarget(url, model: words["--model"])
            case (nil, let resource?, let deployment?) where words["--model"] == nil:
                return try DoctorTarget(azureResource: resource, deployment: deployment)
            case (nil, nil, nil): break
            default:
                throw DoctorTarget.Mistake(
                    "Give an address, or --azure RESOURCE and --deployment NAME, not parts of both."
                )
            }
        } catch { throw .usage(error.text, of: usage) }
        throw .usage("antiphon doctor needs an address, or --azure RESOURCE --deployment NAME.", of: usage)
    }

    private static func limits(_ text: String?) throws(CommandFailure) -> DoctorVisit.Limits {
        var limits = DoctorVisit.Limits()
        guard let text else { return limits }
        guard let seconds = Double(text), 0.05...600 ~= seconds else {
            throw .usage("--timeout takes seconds, from 0.05 to 600, and not '\(text)'.", of: usage)
        }
        limits.step = .seconds(seconds)
        limits.response = .seconds(seconds * 3)
        limits.total = .seconds(seconds * 18)
        return limits
    }
}

/// The files that a visit begins with.
extension DoctorOptions {
    private static let sessionBytesMax = 1 << 20
    private static let samplesMax = 5 * 24_000
    private static let samplesMin = 2_400

    /// A session, or the event that carries one.
    func readSession() throws(CommandFailure) -> JSON? {
        guard let session else { return nil }
        guard let file = fopen(session, "re") else { throw .file(session, String(cString: strerror(errno))) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: Self.sessionBytesMax)
        let count = fread(&bytes, 1, bytes.count, file)
        let json: JSON
        do throws(JSONError) { json = try JSON(parsing: Array(bytes[..<count])) } catch {
            throw .file(session, "\(error)")
        }
        let isEvent = json["type"]?.string == "session.update"
        guard let object = isEvent ? json["session"] : json, object.object != nil else {
            throw .file(session, "it holds neither a session nor a session.update")
        }
        return object
    }

    func readSound() throws(CommandFailure) -> [Int16]? {
        guard let wav else { return nil }
        var samples: [Int16] = []
        try Self.aboutFile { () throws(CommandFailure) in
            let file = try SoundFile(wav)
            while samples.count < Self.samplesMax, let piece = try file.next() { samples += piece }
        }
        guard samples.count >= Self.samplesMin else { throw .file(wav, "it is shorter than a tenth of a second") }
        return Array(samples.prefix(Self.samplesMax))
    }

    func openBundle() throws(CommandFailure) -> TextOutput? {
        guard let bundle else { return nil }
        return try Self.aboutFile { () throws(CommandFailure) in try TextOutput(bundle) }
    }

    /// 1 is for what is wrong with the server.
    static func aboutFile<Result>(_ body: () throws(CommandFailure) -> Result) throws(CommandFailure) -> Result {
        do throws(CommandFailure) { return try body() } catch { throw CommandFailure(text: error.text, exitCode: 2) }
    }
}

extension CommandFailure {
    /// 1 is for what is wrong with the server.
    fileprivate static func file(_ path: String, _ why: String) -> CommandFailure {
        CommandFailure(text: "\(path) cannot be used: \(why.hasSuffix(".") ? why : why + ".")", exitCode: 2)
    }
}
