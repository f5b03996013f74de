import BenchSupport
import Foundation
import NetIO

/// A server to be measured.
struct Subject: Sendable {
    let name: String
    let isRealtime: Bool
    /// Starts it; with a certificate, where it can have one.
    let start: @Sendable (Certificate?) async throws -> MeasuredServer

    struct Certificate: Sendable {
        let certificateFile: String
        let keyFile: String
        let client: TLSClient

        static func make(in directory: String) throws -> Certificate {
            let (certificate, key) = try SelfSignedCertificate.make()
            let files = (directory + "/certificate.pem", directory + "/key.pem")
            try certificate.write(toFile: files.0, atomically: true, encoding: .utf8)
            try key.write(toFile: files.1, atomically: true, encoding: .utf8)
            return Certificate(
                certificateFile: files.0,
                keyFile: files.1,
                client: try TLSClient(authorityPEM: certificate)
            )
        }

        fileprivate var arguments: [String] { ["--tls-certificate", certificateFile, "--tls-key", keyFile] }
    }

    static let key = "sk-bench-0123456789abcdef0123456789abcdef"

    func target(_ process: MeasuredServer, _ certificate: Certificate?) -> Target {
        Target(
            url: "\(certificate == nil ? "ws" : "wss")://\(process.address)/v1/realtime?model=gpt-realtime",
            key: isRealtime ? Self.key : nil,
            tls: certificate?.client,
            isRealtime: isRealtime
        )
    }

    /// The server itself, with its scripted engine, whose answers are long enough to be interrupted.
    static func antiphon(_ path: String, loops: Int?, directory: String) throws -> Subject {
        let answer = Array(repeating: "This answer goes on for longer than anybody listens.", count: 12)
        let script = directory + "/script.yaml"
        try "default: {answers: \"\(answer.joined(separator: " "))\"}\n"
            .write(toFile: script, atomically: true, encoding: .utf8)
        let configuration = directory + "/antiphon.yaml"
        // Sessions and requests without number: what is measured is work, not limits.
        try """
        sessions: {max: 20000}
        connections: {max: 20100}
        limits: {sessions: 0, requests_per_minute: 0, tokens_per_minute: 0}

        """.write(toFile: configuration, atomically: true, encoding: .utf8)
        return Subject(name: "antiphon", isRealtime: true) { certificate in
            var arguments = [
                "serve", "--config", configuration, "--engine", "scripted", "--script", script, "--listen",
                "127.0.0.1:0", "--data", "none",
            ]
            if let loops { arguments += ["--loops", "\(loops)"] }
            return try await MeasuredServer.start(
                path,
                arguments + (certificate?.arguments ?? []),
                environment: ["ANTIPHON_API_KEY": key]
            )
        }
    }

    /// What the network layer costs by itself: this program, answering each frame with a few bytes.
    static func bareEcho() -> Subject {
        Subject(name: "bare echo (NetIO)", isRealtime: false) { certificate in
            let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
            return try await MeasuredServer.start(path, ["echo"] + (certificate?.arguments ?? []))
        }
    }

    /// What reading a frame costs in the language of the usual servers. Nil: its environment was not made.
    static func python(_ root: String) -> Subject? {
        let python = root + "/.build/bench/bin/python"
        let script = root + "/Benchmarks/ServerBench/peers/websockets_peer.py"
        guard FileManager.default.isExecutableFile(atPath: python) else { return nil }
        return Subject(name: "websockets (Python)", isRealtime: false) { _ in
            try await MeasuredServer.start(python, [script])
        }
    }
}
