import Foundation
import NetIO

/// A server in a process of its own, where what it takes can be told from what the tests take.
final class ChildServer: Sendable {
    struct Failure: Error { let said: String }

    struct Figures: Sendable {
        var residentBytes: Int
        var descriptors: Int
    }

    /// `host:port`.
    let address: String
    private let process: Lock<Process>
    private let id: Int32

    private init(_ process: sending Process, _ address: String) {
        id = process.processIdentifier
        self.process = Lock(process)
        self.address = address
    }

    /// Starts what was built beside these tests, and waits until it has said where it listens.
    static func start(key: String) async throws -> ChildServer {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "antiphon")
        process.arguments = ["serve", "--engine", "scripted", "--listen", "127.0.0.1:0", "--data", "none"]
        process.environment = ProcessInfo.processInfo.environment.merging(["ANTIPHON_API_KEY": key]) { $1 }
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let (pieces, feed) = AsyncStream.makeStream(of: Data.self)
        // Read to the end, whoever listens: a full pipe would stop the server.
        output.fileHandleForReading.readabilityHandler = { handle in
            let piece = handle.availableData
            feed.yield(piece)
            guard piece.isEmpty else { return }
            handle.readabilityHandler = nil
            feed.finish()
        }
        try process.run()
        var said = ""
        for await piece in pieces {
            said += String(decoding: piece, as: UTF8.self)
            if let match = said.firstMatch(of: /(127\.0\.0\.1:[1-9][0-9]*)[^0-9]/) {
                return ChildServer(process, String(match.output.1))
            }
        }
        throw Failure(said: said)
    }

    var figures: Figures {
        let status = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd"))?.count ?? 0
        return Figures(residentBytes: kilobytes * 1_024, descriptors: descriptors)
    }

    func stop() {
        process.withLock { process in
            process.terminate()
            process.waitUntilExit()
        }
    }
}
