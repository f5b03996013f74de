import Foundation
import NetIO
import Testing

@Suite("Programs beside ours", .timeLimit(.minutes(1)))
struct ChildProcessTests {
    private final class Box: @unchecked Sendable {
        var child: ChildProcess?
        var output: [UInt8] = []
        var ends: [ChildProcess.Exit] = []
    }

    /// Runs a program to its end; `onOutput` is called from within the report of its output.
    private func run(
        _ command: ChildCommand,
        onStart: @escaping @Sendable (ChildProcess) -> Void = { _ in },
        onOutput: @escaping @Sendable (ChildProcess, Int) -> Void = { _, _ in }
    ) async -> (output: [UInt8], exit: ChildProcess.Exit?) {
        let loop = EventLoop.start()
        let box = Box()
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.post {
                let child = ChildProcess.start(command, on: loop) { event in
                    #expect(loop.isOnLoop)
                    switch event {
                    case .output(let bytes):
                        #expect(box.ends.isEmpty)
                        box.output += bytes
                        if let child = box.child { onOutput(child, box.output.count) }
                    case .ended(let exit):
                        box.ends.append(exit)
                        done.resume()
                    }
                }
                box.child = child
                onStart(child)
                #expect(box.ends.isEmpty)
            }
        }
        await loop.run { box.child = nil }
        await loop.stop()
        #expect(box.ends.count == 1)
        return (box.output, box.ends.first)
    }

    private func path(_ name: String) throws -> String { try #require(ChildCommand.path(of: name)) }

    @Test("It reads its input and its output is read, to the end of both")
    func cat() async throws {
        let cat = try path("cat")
        for count in [0, 1, 70_000, 3_000_000] {
            let input = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let result = await run(ChildCommand(cat, input: input))
            #expect(result.exit == .status(0))
            #expect(result.output == input)
        }
    }

    @Test("Arguments are its own, no shell reads them; its environment is what it is given")
    func arguments() async throws {
        let arguments = ["%s|", "a b", "$HOME", "; echo x", "*", "'\"", ""]
        let result = await run(ChildCommand(try path("printf"), arguments: arguments))
        #expect(String(decoding: result.output, as: UTF8.self) == "a b|$HOME|; echo x|*|'\"||")
        let environment = await run(ChildCommand(try path("env"), environment: ["LANG": "C.UTF-8"]))
        #expect(String(decoding: environment.output, as: UTF8.self) == "LANG=C.UTF-8\n")
    }

    @Test("How it ended is told")
    func ends() async throws {
        #expect(await run(ChildCommand(try path("false"))).exit == .status(1))
        let missing = await run(ChildCommand("/nowhere/at/all"))
        guard case .notStarted(let why)? = missing.exit else {
            Issue.record("\(missing)")
            return
        }
        #expect(why.contains("ENOENT"))
        // It reads none of what it is given.
        let deaf = await run(ChildCommand(try path("true"), input: [UInt8](repeating: 1, count: 1_000_000)))
        #expect(deaf.exit == .status(0))
    }

    @Test("It is killed at once, also before it said anything, and says no more")
    func kill() async throws {
        let sleep = await run(ChildCommand(try path("sleep"), arguments: ["1000"])) { $0.kill() }
        #expect(sleep.exit == .signal(9) && sleep.output.isEmpty)
        let heard = Lock(0)
        let yes = await run(
            ChildCommand(try path("yes")),
            onOutput: { child, count in
                heard.withLock { $0 = count }
                child.kill()
                child.kill()
            }
        )
        #expect(yes.exit == .signal(9))
        #expect(yes.output.count == heard.withLock { $0 } && !yes.output.isEmpty)
    }

    @Test("What it complains of is heard apart from its output, where somebody asks")
    func complaints() async throws {
        let loop = EventLoop.start()
        let box = Box()
        let heard = Lock([UInt8]())
        let script = "echo out; echo err >&2; head -c 300000 /dev/zero >&2; exit 3"
        let command = ChildCommand(try path("sh"), arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
        let exit = await withCheckedContinuation { (done: CheckedContinuation<ChildProcess.Exit, Never>) in
            loop.post {
                box.child = ChildProcess.start(
                    command,
                    on: loop,
                    complaints: { bytes in heard.withLock { $0 += bytes } },
                    report: { event in
                        switch event {
                        case .output(let bytes): box.output += bytes
                        case .ended(let exit): done.resume(returning: exit)
                        }
                    }
                )
            }
        }
        #expect(exit == .status(3))
        #expect(box.output == Array("out\n".utf8))
        #expect(heard.withLock { $0 } == Array("err\n".utf8) + [UInt8](repeating: 0, count: 300_000))
        await loop.run { box.child = nil }
        await loop.stop()
    }

    @Test("What it started is ended with it")
    func group() async throws {
        let pipe = FileManager.default.temporaryDirectory.appending(path: "antiphon-\(UUID())").path
        #expect(mkfifo(pipe, 0o600) == 0)
        defer { unlink(pipe) }
        // The other program holds the pipe as long as it lives: who reads it sees its end.
        let end = Task.detached {
            let descriptor = open(pipe, O_RDONLY)
            var byte: UInt8 = 0
            defer { close(descriptor) }
            return read(descriptor, &byte, 1)
        }
        let script = "sh -c 'exec 9>\"$0\"; echo started; sleep 1000' \(pipe) & wait"
        let environment = ["PATH": "/usr/bin:/bin"]
        let command = ChildCommand(
            try path("sh"),
            arguments: ["-c", script],
            environment: environment,
            startsOthers: true
        )
        let result = await run(command, onOutput: { child, _ in child.kill() })
        #expect(result.exit == .signal(9))
        #expect(String(decoding: result.output, as: UTF8.self) == "started\n")
        #expect(await end.value == 0)
    }

    @Test("A reader that waits is not written to, and misses nothing")
    func slowly() async throws {
        let input = (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let loop = EventLoop.start()
        let box = Box()
        let cat = try path("cat")
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.post {
                box.child = ChildProcess.start(ChildCommand(cat, input: input), on: loop) { event in
                    switch event {
                    case .output(let bytes):
                        box.output += bytes
                        box.child?.stopReading()
                        let count = box.output.count
                        // Turns later nothing has come.
                        loop.post {
                            loop.post {
                                #expect(box.output.count == count)
                                box.child?.resumeReading()
                            }
                        }
                    case .ended: done.resume()
                    }
                }
            }
        }
        #expect(box.output == input)
        await loop.run { box.child = nil }
        await loop.stop()
    }

    @Test("Programs are found where a shell finds them, and nothing else is")
    func paths() {
        #expect(ChildCommand.path(of: "cat")?.hasSuffix("/cat") == true)
        #expect(ChildCommand.path(of: "/bin/cat") == "/bin/cat")
        for name in ["", "no-such-program-anywhere", "/etc/passwd", "/tmp", "..", "."] {
            #expect(ChildCommand.path(of: name) == nil)
        }
    }
}
