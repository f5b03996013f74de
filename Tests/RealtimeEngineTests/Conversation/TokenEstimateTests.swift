import RealtimeAPI
import RealtimeEngine
import Testing

@Suite("TokenEstimate")
struct TokenEstimateTests {
    typealias Row = (count: Int, tokens: Int)

    @Test(
        "Text is a token for four bytes, rounded up",
        arguments: [("", 0), ("a", 1), ("abcd", 1), ("abcde", 2), ("éé", 1)]
    )
    func text(_ text: String, _ tokens: Int) { #expect(TokenEstimate.text(text) == tokens) }

    @Test(
        "The user's audio is a token for 100 ms, begun ones counted",
        arguments: [(0, 0), (1, 1), (2_400, 1), (2_401, 2)]
    )
    func userAudio(_ row: Row) { #expect(TokenEstimate.userAudio(Ticks(row.count)) == row.tokens) }

    @Test(
        "The assistant's audio is a token for 50 ms",
        arguments: [(0, 0), (1, 1), (1_200, 1), (1_201, 2), (24_000, 20)]
    )
    func assistantAudio(_ row: Row) { #expect(TokenEstimate.assistantAudio(Ticks(row.count)) == row.tokens) }

    @Test("A message counts each of its parts by its kind")
    func message() {
        let message = Message {
            $0.content = [
                ContentPart {
                    $0.type = .inputText
                    $0.text = "12345"
                },
                ContentPart {
                    $0.type = .inputImage
                    $0.detail = .low
                },
                ContentPart { $0.type = .inputImage },
                ContentPart {
                    $0.type = .inputAudio
                    $0.transcript = .value("not counted twice")
                },
                ContentPart { $0.type = .outputAudio },
            ]
        }
        let audio = [3: Conversation.KeptAudio(samples: Tape.samples(from: 0, count: 4_800))]
        let spoken = Conversation.KeptAudio(samples: Tape.samples(from: 0, count: 4_800))
        let entry = Conversation.Entry(item: .message(message), audio: audio.merging([4: spoken]) { one, _ in one })
        #expect(entry.tokens == TokenCount(text: 2, audio: 2 + 4, image: 85 + 765))
        #expect(entry.tokens.total == 858)
    }

    @Test("Audio that was forgotten counts as long as it was")
    func forgotten() {
        var conversation = Conversation(id: "conv_1", itemsMax: 9, keptBytesMax: 0)
        let message = Message { $0.content = [ContentPart { $0.type = .inputAudio }] }
        let audio = Conversation.KeptAudio(samples: Tape.samples(from: 0, count: 4_800))
        conversation.insert(Conversation.Entry(item: .message(message), audio: [0: audio]), id: "a")
        let forgotten = conversation.forgetAudioBeyondLimit()
        #expect(forgotten == ["a"])
        #expect(conversation["a"]?.tokens.audio == 2)
    }

    @Test("A call counts its name and arguments, its answer what it says, a question to a person nothing")
    func calls() {
        let call = FunctionCall {
            $0.name = "abc"
            $0.arguments = "{}"
        }
        let served = MCPCall {
            $0.name = "abc"
            $0.arguments = "{}"
            $0.output = .value("1234")
        }
        #expect(tokens(.functionCall(call)) == TokenCount(text: 2))
        #expect(tokens(.functionCallOutput(FunctionCallOutput { $0.output = "123456789" })) == TokenCount(text: 3))
        #expect(tokens(.mcpCall(served)) == TokenCount(text: 3))
        #expect(tokens(.mcpApprovalRequest(MCPApprovalRequest())) == TokenCount())
    }

    private func tokens(_ item: Item) -> TokenCount { Conversation.Entry(item: item).tokens }

    @Test("Counts add kind by kind")
    func sum() {
        let sum = TokenCount(text: 1, audio: 2, image: 3) + TokenCount(text: 10, audio: 20, image: 30)
        #expect(sum == TokenCount(text: 11, audio: 22, image: 33))
    }
}
