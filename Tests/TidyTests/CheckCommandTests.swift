import Foundation
import Testing

/// `antiphon check` as a user calls it: what it opens, what it says and how it ends.
@Suite("antiphon check")
struct CheckCommandTests {
    private static let stale = "h = {\n    \"A\": 1,\n    \"OpenAI-Beta\": \"realtime=v1\",\n}\n"

    /// A folder with these files, gone after the test.
    private func inFolder(_ files: [String: String], _ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "antiphon-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        try await body(folder)
    }

    private func check(_ words: String...) async throws -> Program.Result {
        try await Program.run("antiphon", ["check"] + words)
    }

    @Test(
        "Findings go to standard output, one JSON object a line, with exit code 1; none with 0",
        .timeLimit(.minutes(1))
    )
    func found() async throws {
        try await inFolder(["b.py": Self.stale, "a/a.py": Self.stale, "c.py": "a = 1\n"]) { folder in
            let result = try await check("--json", folder.path)
            #expect(result.exitCode == 1 && result.errors == "")
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 2 && lines[0].contains("a/a.py\",\"line\":3,") && lines[1].contains("b.py"))
            let clean = try await check(folder.appending(path: "c.py").path)
            #expect(clean.exitCode == 0 && clean.output == "Nothing stale in 1 file.\n")
        }
    }

    @Test("Ignored folders, excluded names and links are left out", .timeLimit(.minutes(1)))
    func ignored() async throws {
        let files = [
            "node_modules/x/a.py": Self.stale, "made/a.py": Self.stale, "deep/made/b.py": Self.stale,
            ".gitignore": "made/\n*.gen.py\n",
            "a.gen.py": Self.stale, "old/a.py": Self.stale, "src/a.py": Self.stale,
        ]
        try await inFolder(files) { folder in
            let link = folder.appending(path: "link").path
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
            func count(_ words: String...) async throws -> Int {
                try await Program.run("antiphon", ["check", "--json"] + words + [folder.path]).output.split(
                    separator: "\n"
                ).count
            }
            #expect(try await count() == 2)
            #expect(try await count("--exclude", "old") == 1)
            #expect(try await count("--ignored") == 6)
        }
    }

    @Test("--diff shows and --fix shows and does", .timeLimit(.minutes(1)))
    func fix() async throws {
        try await inFolder(["a.py": Self.stale]) { folder in
            let file = folder.appending(path: "a.py")
            let shown = try await check("--diff", file.path)
            #expect(shown.output.contains("-    \"OpenAI-Beta\": \"realtime=v1\",\n"))
            #expect(try String(contentsOf: file, encoding: .utf8) == Self.stale)
            let done = try await check("--fix", file.path)
            #expect(done.output.contains("-    \"OpenAI-Beta\": \"realtime=v1\",\n") && done.exitCode == 1)
            #expect(try String(contentsOf: file, encoding: .utf8) == "h = {\n    \"A\": 1,\n}\n")
            #expect(try await check(file.path).exitCode == 0)
        }
    }

    @Test("What is too large is told; programs and minified code are not read", .timeLimit(.minutes(1)))
    func unread() async throws {
        let minified = String(repeating: "a=b;", count: 2_000) + "h(['openai-beta.realtime-v1']);"
        try await inFolder(["made.js": minified, "src/a.py": Self.stale]) { folder in
            let program = Data([0x7F, 0x45, 0x4C, 0x46, 0]) + Data(Self.stale.utf8)
            try program.write(to: folder.appending(path: "program.py"))
            let large = folder.appending(path: "large.py").path
            #expect(FileManager.default.createFile(atPath: large, contents: nil))
            #expect(truncate(large, 9 << 20) == 0)
            let result = try await check("--json", folder.path)
            #expect(result.output.split(separator: "\n").count == 1 && result.output.contains("src/a.py"))
            #expect(result.errors == "antiphon check: \(large): larger than 8 MiB, not read\n")
        }
    }

    @Test("How far it is is shown on a terminal and nowhere else", .timeLimit(.minutes(1)))
    func progress() async throws {
        let files = Dictionary(uniqueKeysWithValues: (0..<600).map { ("\($0).py", "a = 1\n") })
        try await inFolder(files) { folder in
            let errors = try await check(folder.path).errors
            #expect(errors == "")
        }
    }

    @Test("What is wrong with the call is told, with exit code 2", .timeLimit(.minutes(1)))
    func mistakes() async throws {
        let none = try await check()
        #expect(none.exitCode == 2 && none.output == "" && none.errors.contains("needs a file or a folder"))
        #expect(try await check("--josn", "/tmp").errors.contains("no option '--josn'"))
        let missing = try await check("/nowhere")
        #expect(missing.exitCode == 2 && missing.errors.contains("/nowhere: No such file or directory"))
        #expect(try await check("--rules").output.contains("event-name"))
    }
}
