import Bytes
import RealtimeAPI
import RealtimeEngine
import TestSupport
import Testing

extension Item {
    /// A message with parts of these kinds.
    static func parts(_ kinds: ContentPart.Kind...) -> Item {
        .message(
            Message {
                $0.role = kinds.contains(.outputAudio) ? .assistant : .user
                $0.content = kinds.map { kind in ContentPart { $0.type = kind } }
            }
        )
    }

    var content: [ContentPart] { if case .message(let message) = self { message.content } else { [] } }
}

@Suite("Conversation")
struct ConversationTests {
    private func conversation(_ ids: ItemID...) -> Conversation {
        var conversation = Conversation(id: "conv_1", itemsMax: 100, keptBytesMax: 1_000_000)
        for id in ids { conversation.insert(Conversation.Entry(item: .parts(.inputText)), id: id) }
        return conversation
    }

    /// An assistant's message that is spoken in the given pieces.
    private func spoken(_ pieces: (count: Int, text: String)..., keptBytesMax: Int = 1_000_000) -> Conversation {
        var conversation = Conversation(id: "conv_1", itemsMax: 100, keptBytesMax: keptBytesMax)
        conversation.insert(Conversation.Entry(item: .parts(.outputAudio), isOpen: true), id: "a")
        var position = 0
        for piece in pieces {
            let samples = Tape.samples(from: position, count: piece.count)
            conversation.append(samples, saying: piece.text, to: "a", part: 0)
            position += piece.count
        }
        return conversation
    }

    private func transcript(_ conversation: Conversation) -> String? {
        conversation["a"]?.item.content.first?.transcript.value
    }

    // MARK: Order

    typealias Placed = (place: Conversation.Place, order: [ItemID], predecessor: ItemID?)

    static let places: [Placed] = [
        (.end, ["a", "b", "new"], "b"), (.first, ["new", "a", "b"], nil),
        (.after("a"), ["a", "new", "b"], "a"), (.after("b"), ["a", "b", "new"], "b"),
        // The caller looks first; a place that is not there is the end.
        (.after("z"), ["a", "b", "new"], "b"),
    ]

    @Test("An item goes to its place, and its predecessor is the one before", arguments: places)
    func insert(_ row: Placed) {
        var conversation = conversation("a", "b")
        conversation.insert(Conversation.Entry(item: .parts(.inputText)), id: "new", at: row.place)
        #expect(conversation.order == row.order)
        #expect(conversation.predecessor(of: "new") == row.predecessor)
        #expect(conversation.contains("new") && conversation["new"] != nil)
        #expect(conversation.last == row.order.last)
    }

    @Test("What was removed is nowhere any more, and its place closes")
    func remove() {
        var conversation = conversation("a", "b", "c")
        conversation.remove("b")
        conversation.remove("b")
        #expect(conversation.order == ["a", "c"] && !conversation.contains("b"))
        #expect(conversation.predecessor(of: "c") == "a" && conversation.predecessor(of: "b") == nil)
    }

    @Test("A conversation is full at its limit, and its oldest item that is not being written may go")
    func full() {
        var conversation = Conversation(id: "conv_1", itemsMax: 2, keptBytesMax: 0)
        conversation.insert(Conversation.Entry(item: .parts(.outputText), isOpen: true), id: "a")
        #expect(!conversation.isFull && conversation.oldestClosed == nil)
        conversation.insert(Conversation.Entry(item: .parts(.inputText)), id: "b")
        #expect(conversation.isFull && conversation.oldestClosed == "b")
        conversation.close("a", as: .parts(.outputText))
        #expect(conversation.oldestClosed == "a")
    }

    @Test("A call is known by its id")
    func calls() {
        var conversation = conversation("a")
        let call = FunctionCall { $0.callID = "call_1" }
        conversation.insert(Conversation.Entry(item: .functionCall(call)), id: "b")
        #expect(conversation.hasCall("call_1") && !conversation.hasCall("call_2"))
        conversation.remove("b")
        #expect(!conversation.hasCall("call_1"))
    }

    // MARK: Change

    @Test("What was heard and what was transcribed are two things")
    func heardAndTranscribed() {
        var conversation = Conversation(id: "conv_1", itemsMax: 9, keptBytesMax: 9)
        conversation.insert(Conversation.Entry(item: .parts(.inputText, .inputAudio), hearing: .pending), id: "a")
        conversation.hear("a", .heard("model"))
        conversation.transcribe("a", "client")
        #expect(conversation["a"]?.hearing == .heard("model"))
        #expect(conversation["a"]?.item.content.map(\.transcript) == [.absent, .value("client")])
        conversation.transcribe("z", "nobody")
        conversation.hear("z", .nothing)
        #expect(!conversation.contains("z"))
    }

    @Test("A response writes its text piece by piece into its part")
    func writing() {
        var conversation = conversation("a")
        conversation.addPart(ContentPart { $0.type = .outputText }, to: "a")
        for piece in ["One", " two"] { conversation.append(piece, to: "a", part: 1) }
        conversation.append("lost", to: "a", part: 2)
        conversation.append("lost", to: "z", part: 0)
        #expect(conversation["a"]?.item.content.map(\.text) == [nil, "One two"])
    }

    @Test("What a response has spoken is kept, audio and words")
    func speaking() {
        let conversation = spoken((100, "one"), (50, " two"))
        #expect(transcript(conversation) == "one two")
        #expect(conversation["a"]?.audio[0]?.sound.samples == Tape.samples(from: 0, count: 150))
        #expect(conversation["a"]?.audio[0]?.length == Ticks(150))
        #expect(conversation.keptBytes == 300 && conversation.hasAssistantAudio)
    }

    @Test("Words without audio do not fix the voice")
    func silentWords() { #expect(!spoken((0, "one")).hasAssistantAudio) }

    @Test("An item that is closed has the status of its writer, and keeps what a truncation left of it")
    func close() {
        var conversation = spoken((1_000, "one two"))
        conversation.truncate("a", part: 0, at: Ticks(600))
        let written = Message {
            $0.status = .incomplete
            $0.content = [ContentPart { $0.transcript = .value("one two") }]
        }
        conversation.close("a", as: .message(written))
        #expect(conversation["a"]?.isOpen == false && conversation["a"]?.item.status == .incomplete)
        #expect(transcript(conversation) == "one")
    }

    @Test("An item may be left out of the context and stays in the conversation")
    func leaveOut() {
        var conversation = conversation("a")
        #expect(conversation["a"]?.isInContext == true)
        conversation.leaveOut("a")
        #expect(conversation["a"]?.isInContext == false && conversation.contains("a"))
    }

    // MARK: Truncation

    typealias Cut = (end: Int, samples: Int, text: String)

    /// Of 1,000 samples that say "one two" and 500 that say " three".
    static let cuts: [Cut] = [
        (0, 0, ""), (400, 400, ""), (500, 500, "one"), (999, 999, "one"), (1_000, 1_000, "one two"),
        (1_300, 1_300, "one two"), (1_499, 1_499, "one two"), (1_500, 1_500, "one two three"),
        // Beyond the end nothing is cut; the caller looks first.
        (2_000, 1_500, "one two three"),
    ]

    @Test("A truncation cuts the audio and the words that were not heard with it", arguments: cuts)
    func truncate(_ row: Cut) {
        var conversation = spoken((1_000, "one two"), (500, " three"))
        conversation.truncate("a", part: 0, at: Ticks(row.end))
        #expect(conversation["a"]?.audio[0]?.sound.samples == Tape.samples(from: 0, count: row.samples))
        #expect(conversation["a"]?.audio[0]?.length == Ticks(row.samples))
        #expect(transcript(conversation) == row.text)
        #expect(conversation.keptBytes == row.samples * 2)
    }

    @Test("After a truncation nothing is added, also where it cut nothing off", arguments: [500, 1_000])
    func spokenAfterTruncation(_ end: Int) {
        var conversation = spoken((1_000, "one two"))
        conversation.truncate("a", part: 0, at: Ticks(end))
        let before = transcript(conversation)
        conversation.append(Tape.samples(from: 1_000, count: 10), saying: " three", to: "a", part: 0)
        #expect(conversation["a"]?.audio[0]?.length == Ticks(end))
        #expect(transcript(conversation) == before && conversation.keptBytes == end * 2)
    }

    @Test("Words that follow the last sample belong to it")
    func wordsAtTheEnd() {
        var conversation = spoken((1_000, "one"), (0, " two"))
        conversation.truncate("a", part: 0, at: Ticks(1_000))
        #expect(transcript(conversation) == "one two")
    }

    @Test("A second truncation cuts what the first one left; nothing grows back")
    func truncateTwice() {
        var conversation = spoken((1_000, "one two three"))
        for end in [800, 400, 900] { conversation.truncate("a", part: 0, at: Ticks(end)) }
        #expect(conversation["a"]?.audio[0]?.length == Ticks(400))
        #expect(transcript(conversation) == "one")
    }

    @Test("A part without audio is not truncated")
    func truncateNothing() {
        var conversation = conversation("a")
        conversation.truncate("a", part: 0, at: .zero)
        conversation.truncate("z", part: 0, at: .zero)
        #expect(conversation["a"]?.audio.isEmpty == true && conversation.keptBytes == 0)
    }

    // MARK: Kept audio

    @Test("The oldest audio is forgotten until the rest is within the limit; its length and words stay")
    func forget() {
        var conversation = Conversation(id: "conv_1", itemsMax: 9, keptBytesMax: 500)
        for id in ["a", "b", "c"] as [ItemID] {
            let audio = Conversation.KeptAudio(samples: Tape.samples(from: 0, count: 100))
            conversation.insert(Conversation.Entry(item: .parts(.inputAudio), audio: [0: audio]), id: id)
        }
        let first = conversation.forgetAudioBeyondLimit()
        let second = conversation.forgetAudioBeyondLimit()
        #expect(first == ["a"] && second.isEmpty && conversation.keptBytes == 400)
        #expect(conversation["a"]?.audio[0]?.isForgotten == true && conversation["a"]?.audio[0]?.length == Ticks(100))
        #expect(conversation.retrieved("a")?.content.first?.audio == nil)
        conversation.remove("a")
        #expect(conversation.keptBytes == 400)
    }

    @Test("Of an item whose audio was forgotten while it was spoken, no more is kept, and it is cut all the same")
    func forgetWhileSpeaking() {
        var conversation = spoken((1_000, "one two"), keptBytesMax: 100)
        let forgotten = conversation.forgetAudioBeyondLimit()
        conversation.append(Tape.samples(from: 1_000, count: 1_000), saying: " three four", to: "a", part: 0)
        #expect(forgotten == ["a"] && conversation.keptBytes == 0)
        #expect(conversation["a"]?.audio[0]?.length == Ticks(2_000))
        conversation.truncate("a", part: 0, at: Ticks(1_000))
        #expect(transcript(conversation) == "one two" && conversation.keptBytes == 0)
    }

    @Test("A retrieved item has the audio that is kept, as PCM in base64; others are as they are")
    func retrieved() throws {
        let conversation = spoken((100, "one"))
        let part = conversation.retrieved("a")?.content.first
        let bytes = try Base64.decode(#require(part?.audio))
        var samples: Samples = []
        #expect(PCM16.samples(from: bytes, appendingTo: &samples) == nil)
        #expect(samples == Tape.samples(from: 0, count: 100))
        #expect(part?.format == "pcm16" && part?.transcript == .value("one"))
        #expect(conversation["a"]?.item.content.first?.audio == nil, "the conversation keeps it apart")
        #expect(conversation.retrieved("z") == nil)
    }

    @Test("Whatever happens, what is kept is counted, in its limit, and what was said of it", arguments: Seed.some(100))
    func walk(_ seed: Seed) {
        var random = seed.generator
        var conversation = Conversation(id: "conv_1", itemsMax: 50, keptBytesMax: 4_000)
        var spoken: [ItemID: Samples] = [:]
        var cut: Set<ItemID> = []
        for step in 0..<150 {
            let id = conversation.order.randomElement(using: &random) ?? "none"
            switch Int.random(in: 0..<12, using: &random) {
            case 0, 1:
                let new = ItemID("item_\(step)")
                let places: [Conversation.Place] = [.end, .first] + (id == "none" ? [] : [.after(id)])
                let place = places.randomElement(using: &random) ?? .end
                conversation.insert(Conversation.Entry(item: .parts(.outputAudio), isOpen: true), id: new, at: place)
                spoken[new] = []
            case 2: conversation.remove(id)
            case 3:
                let length = conversation[id]?.audio[0]?.length ?? .zero
                let end = Ticks(Int.random(in: 0...(length.count + 10), using: &random))
                conversation.truncate(id, part: 0, at: end)
                if conversation[id]?.audio[0] != nil, end <= length {
                    cut.insert(id)
                    spoken[id] = Samples(spoken[id]?.prefix(end.count) ?? [])
                }
            default:
                let position = spoken[id]?.count ?? 0
                let samples = Tape.samples(from: position, count: Int.random(in: 0...300, using: &random))
                conversation.append(samples, saying: " word", to: id, part: 0)
                if conversation.contains(id), !cut.contains(id) { spoken[id, default: []] += samples }
            }
            for forgotten in conversation.forgetAudioBeyondLimit() {
                #expect(conversation[forgotten]?.audio[0]?.sound.isEmpty == true)
            }
            let entries = conversation.order.compactMap { conversation[$0] }
            #expect(entries.count == conversation.order.count)
            #expect(conversation.keptBytes == entries.reduce(0) { $0 + ($1.audio[0]?.sound.count ?? 0) * 2 })
            #expect(conversation.keptBytes <= 4_000)
            for id in conversation.order {
                guard let audio = conversation[id]?.audio[0] else { continue }
                #expect(audio.length.count == spoken[id]?.count)
                #expect(audio.sound.samples == (audio.isForgotten ? [] : spoken[id]))
                #expect(audio.spans.reduce(0) { $0 + $1.length.count } == audio.length.count)
                let words = audio.spans.map(\.text).joined()
                #expect(conversation[id]?.item.content.first?.transcript.value == words)
            }
        }
    }
}
