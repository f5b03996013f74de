import Foundation
import Speech
import Testing

@Suite("Conversations with the assistant")
struct AssistantDialogueTests {
    static let isUpdate = ProcessInfo.processInfo.environment["UPDATE_TRANSCRIPTS"] != nil
    static let files = ["dialogues.en.txt", "dialogues.es.txt"]

    @Test("A conversation goes as written", arguments: files)
    func replays(_ file: String) throws {
        let dialogues = AssistantDialogue.all(in: file)
        var replayed: [String] = []
        for var dialogue in dialogues {
            let written = dialogue.written
            let real = dialogue.replayed()
            if !Self.isUpdate { #expect(real == written) }
            replayed.append(real)
        }
        guard Self.isUpdate else { return }
        let text = AssistantDialogue.text(file)
        let head = text.range(of: "\n== ").map { text[..<$0.lowerBound] } ?? ""
        let all = head + replayed.map { "\n\($0)\n" }.joined()
        try all.write(to: AssistantDialogue.folder.appending(path: file), atomically: true, encoding: .utf8)
    }

    @Test("There are many of them, and each has a name of its own")
    func many() {
        let names = Self.files.flatMap { AssistantDialogue.all(in: $0).map(\.name) }
        #expect(names.count >= 100)
        #expect(Set(names).count == names.count)
    }

    @Test("The same request has the same answer")
    func deterministic() {
        for file in Self.files {
            for dialogue in AssistantDialogue.all(in: file) {
                var (one, other) = (dialogue, dialogue)
                #expect(one.replayed() == other.replayed())
            }
        }
    }
}
