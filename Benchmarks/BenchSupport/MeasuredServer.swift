import Foundation
import NetIO

/// A server that this program started, and ends.
package final class MeasuredServer: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// `host:port`, as it said in its first line that has one.
    package let address: String
    package let figures: ProcessFigures
    private let process: Lock<Process>

    private init(_ process: sending Process, _ address: String) {
        figures = ProcessFigures(id: process.processIdentifier)
        self.process = Lock(process)
        self.address = address
    }

    /// Starts it, and waits until it has said where it listens.
    package static func start(
        _ path: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> MeasuredServer {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let (pieces, feed) = AsyncStream.makeStream(of: Data.self)
        // Read to the end, whoever listens: a full pipe would stop the server.
        output.fileHandleForReading.readabilityHandler = { handle in
            let piece = handle.availableData
            if piece.isEmpty {
                handle.readabilityHandler = nil
                feed.finish()
            } else {
                feed.yield(piece)
            }
        }
        // A child of the child may hold the pipe open: what ended does not say any more where it listens.
        process.terminationHandler = { _ in
            Task {
                try? await Task.sleep(for: .milliseconds(300))
                feed.finish()
            }
        }
        do { try process.run() } catch { throw Failure(description: "\(path) cannot be started: \(error)") }
        var said = ""
        for await piece in pieces {
            said += String(decoding: piece, as: UTF8.self)
            if let match = said.firstMatch(of: /(127\.0\.0\.1:[1-9][0-9]*)[^0-9]/) {
                return MeasuredServer(process, String(match.output.1))
            }
        }
        let lines = said.split(separator: "\n").prefix(3).joined(separator: " ")
        throw Failure(description: "\(path) ended before it listened: \(lines)")
    }

    /// Asks it to end, and after a while does not ask any more. Foundation's own waiting spins, and has no end.
    package func stop() {
        process.withLock { process in
            process.terminate()
            let patience = EventLoop.now + .seconds(3)
            while process.isRunning, EventLoop.now < patience { usleep(20_000) }
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
    }
}
