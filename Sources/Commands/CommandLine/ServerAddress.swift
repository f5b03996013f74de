internal import Migration
internal import NetIO
internal import RealtimeAPI
internal import RealtimeClient

/// The server that a command talks to, and how: what `--url`, `--key`, `--ca` and `--insecure` say.
struct ServerAddress: Sendable, Equatable {
    enum Trust: Sendable, Equatable {
        case system
        case file(String)
        case anybody
    }

    var url: String
    var key: String?
    var trust = Trust.system

    init(_ url: String, _ words: CommandWords, _ environment: [String: String], _ usage: CommandUsage)
        throws(CommandFailure)
    {
        self.url = url
        key = words["--key"] ?? environment["ANTIPHON_API_KEY"].flatMap { $0.isEmpty ? nil : $0 }
        if let file = words["--ca"] { trust = .file(file) }
        guard words.has("--insecure") else { return }
        guard trust == .system else { throw .usage("Give --ca or --insecure, not both.", of: usage) }
        trust = .anybody
    }

    func endpoint(_ purpose: RealtimeEndpoint.Purpose) -> RealtimeEndpoint {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let host = rest.prefix { $0 != "/" }
        return RealtimeEndpoint(
            url,
            flavour: AzureAddress.matches(host: host, path: rest[host.endIndex...]) ? .azure : .openAI,
            purpose: purpose,
            credential: key.map { .key($0) } ?? .none
        )
    }

    func connector(on loop: EventLoop) throws(CommandFailure) -> NetIOConnector {
        do throws(TLSError) {
            let tls: TLSClient? =
                switch trust {
                case .system: nil
                case .file(let path): try TLSClient(authorityFile: path)
                case .anybody: try TLSClient.trustingAnybody()
                }
            return NetIOConnector(loop: loop, tls: tls)
        } catch { throw .failed("\(error) --ca takes the server's certificate, or its authority's.") }
    }
}

extension ServerAddress {
    /// What went wrong, and what to do about it.
    func failure(_ error: RealtimeClientError) -> CommandFailure {
        switch error {
        case .invalidEndpoint(let why):
            .failed("'\(url)' is no address of a server. \(why) It looks like \(CommandUsage.urlDefault).")
        case .cannotConnect(let why):
            .failed("\(why) Is a server running there? `antiphon serve` starts one; --url names another.")
        case .tlsFailed(let why):
            .failed("\(why) --ca FILE names the certificate to trust; an address without TLS begins with http://.")
        case .refused(let status, let error): refusal(status, error?.message)
        case .ended(let end): .failed(end.description)
        case .cancelled: .failed("Interrupted.")
        }
    }

    /// The server does not want us: in words of its own where it has some.
    func refusal(_ status: Int, _ message: String?) -> CommandFailure {
        let said = message.map { "The server at \(url) says: \($0)" }
        return switch status {
        case 401 where key == nil: .failed("The server at \(url) wants a key. \(keyRemedy)")
        case 401, 403: .failed("\(said ?? "The server at \(url) refuses the key.") \(keyRemedy)")
        case 404:
            .failed(
                """
                \(said ?? "There is no Realtime API at \(url).") The address is the one that the server says at its \
                start, and ends in /v1.
                """
            )
        default: .failed(said ?? "The server at \(url) answered with status \(status), and opened no session.")
        }
    }

    private var keyRemedy: String {
        "Give the key that it printed at its start with --key or in ANTIPHON_API_KEY."
    }
}
