import Foundation

/// Runs what was built beside these tests.
enum Program {
    struct Result: Equatable {
        let exitCode: Int32
        let output: String
        let errors: String
    }

    struct NotBuilt: Error {
        let lookedIn: [String]
    }

    /// Runs a program to its end. It is ended early if the test is cancelled, as it is when its time is up.
    ///
    /// What the program says must fit into a pipe (64 KiB): it is read only after the end. `folders` are where it finds
    /// other programs.
    static func run(
        _ name: String,
        _ arguments: [String],
        path folders: String? = nil
    ) async throws -> Result {
        let process = Process()
        let output = Pipe()
        let errors = Pipe()
        process.executableURL = try path(of: name)
        process.arguments = arguments
        if let folders {
            process.environment = ProcessInfo.processInfo.environment.merging(["PATH": folders]) { _, new in new }
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        let (running, end) = AsyncStream.makeStream(of: Never.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in running {}
        if process.isRunning { process.terminate() }
        try Task.checkCancellation()
        return Result(
            exitCode: process.terminationStatus,
            output: String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self),
            errors: String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        )
    }

    /// Beside the bundle of the tests, where one build leaves both; else where builds usually leave it.
    private static func path(of name: String) throws -> URL {
        let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let builds = ["release", "debug"].map { SourceFile.root.appending(path: ".build/\($0)") }
        let candidates = ([bundle] + builds).map { $0.appending(path: name) }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw NotBuilt(lookedIn: candidates.map(\.path))
        }
        return found
    }
}
