import Foundation
import RealtimeServer
import Speech
import Testing

@Suite("A folder of content")
struct ContentFolderTests {
    private let folder = TemporaryFolder()

    private func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
        let url = URL(filePath: folder.path).appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    private func write(_ name: String, _ text: String) throws { try write(name, text.utf8) }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/" + name,
            withDestinationPath: target
        )
    }

    private func read() throws -> ContentFolder { try ContentFolder(folder.path) }

    private func refusal() -> String? {
        let failure = #expect(throws: Server.Failure.self) { try read() }
        return failure?.description.replacing(folder.path, with: "DIR")
    }

    @Test("Texts in it and in its folders are read, in one order, and what is none is passed over")
    func reads() throws {
        try write("b.md", "B")
        try write("a/c.TXT", "\u{FEFF}C")
        try write("a/d.markdown", "Ä")
        try write("logo.png", [0xFF, 0x00])
        try write("README", "no ending")
        try write(".hidden.md", [0xFF])
        try write(".git/x.md", [0xFF])
        let content = try read()
        #expect(content.documents.map(\.name) == ["a/c.TXT", "a/d.markdown", "b.md"])
        #expect(content.documents.map(\.text) == ["C", "Ä", "B"])
        #expect(content.passedOver == 4)
    }

    @Test("Links are followed, as Kubernetes has them, and none of them in circles")
    func links() throws {
        try write("..data/hours.md", "Hours")
        try link("hours.md", to: "..data/hours.md")
        try write("a/b/c.md", "C")
        try link("a/b/up", to: "../..")
        try link("again", to: "a")
        #expect(try read().documents.map(\.name).sorted() == ["a/b/c.md", "hours.md"])
    }

    @Test("What was meant to be quoted and cannot be is refused by name")
    func refusals() throws {
        #expect(refusal() == "assistant.content: DIR cannot be read: No such file or directory.")
        try write("picture.jpg", "x")
        #expect(refusal() == "assistant.content: there is no text (.md, .markdown, .txt) in DIR.")
        try write("good.md", "Good.")
        let text = "assistant.content: DIR/x.md is no text in UTF-8; save it as such, or take it out."
        try write("x.md", "We are open.".data(using: .utf16) ?? Data())
        #expect(refusal() == text)
        try write("x.md", "Café".data(using: .isoLatin1) ?? Data())
        #expect(refusal() == text)
        try write("x.md", [0x41, 0x00, 0x42])
        #expect(refusal() == text)
        try write("x.md", Data(repeating: 0x41, count: 1_024 * 1_024 + 1))
        #expect(refusal() == "assistant.content: DIR/x.md has more than 1MiB; split it.")
        try write("x.md", Data(repeating: 0x41, count: 1_024 * 1_024))
        #expect(try read().documents.count == 2)
        try FileManager.default.removeItem(atPath: folder.path + "/x.md")
        try link("x.md", to: "nowhere.md")
        #expect(refusal() == "assistant.content: DIR/x.md cannot be read: No such file or directory.")
        try FileManager.default.removeItem(atPath: folder.path + "/x.md")
        try #require(mkfifo(folder.path + "/x.md", 0o600) == 0)
        #expect(refusal() == "assistant.content: DIR/x.md is no file that can be read to its end; take it out.")
        try FileManager.default.removeItem(atPath: folder.path + "/x.md")
        try write("1/2/3/4/5/6/7/8/x.md", "deep")
        #expect(try read().documents.count == 2)
        try write("1/2/3/4/5/6/7/8/9/x.md", "deeper")
        #expect(refusal() == "assistant.content: DIR/1/2/3/4/5/6/7/8/9 is more than 8 folders deep; put it higher.")
    }

    @Test("More than can be quoted is refused before all of it is read")
    func limits() throws {
        let megabyte = Data(repeating: 0x41, count: 1_024 * 1_024)
        for number in 0...32 { try write("\(number).md", megabyte) }
        let most = "assistant.content: there is more than can be quoted, which is 10000 files and 32MiB."
        #expect(refusal() == most)
    }

    @Test("Mistakes in the content keep a server from starting, and what was read is in its log")
    func starts() async throws {
        try write("a.md", "# Parking\nThere is a garage.")
        try write("b.pdf", "x")
        var settings = Settings()
        settings.assistant.content = folder.path
        let log = Logbook()
        _ = try EngineParts(settings, log: log.log)
        #expect(log.lines(with: "content.read").first?.hasSuffix("documents=1 passed_over=1") == true)
        settings.assistant.content = folder.path + "/nowhere"
        #expect(throws: Server.Failure.self) { try EngineParts(settings, log: .silent) }
    }
}
