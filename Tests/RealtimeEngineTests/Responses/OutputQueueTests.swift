import RealtimeAPI
import RealtimeEngine
import TestSupport
import Testing

@Suite("OutputQueue")
struct OutputQueueTests {
    private func speech(_ count: Int, _ words: String) -> OutputQueue.Piece {
        .speech(OutputQueue.Speech(samples: Tape.samples(from: 0, count: count), saying: words))
    }

    @Test("What was made first goes out first, and what waits is counted")
    func order() {
        var queue = OutputQueue()
        #expect(queue.isEmpty && queue.first == nil)
        queue.append(.text("a"), to: 0)
        queue.append(speech(100, "b"), to: 1)
        queue.append(.close(.completed), to: 1)
        #expect(queue.first == OutputQueue.Entry(item: 0, piece: .text("a")))
        #expect(queue.waiting == Ticks(100))
        #expect(queue.byteCount == 202, "samples, and the text of both")
        #expect(queue.holds(0) && queue.holds(1) && !queue.holds(2))
        queue.removeFirst()
        #expect(!queue.holds(0) && queue.waiting == Ticks(100))
        queue.removeFirst()
        #expect(queue.waiting == .zero)
        #expect(queue.first == OutputQueue.Entry(item: 1, piece: .close(.completed)))
        queue.removeFirst()
        queue.removeFirst()
        #expect(queue.isEmpty && queue.byteCount == 0)
    }

    @Test("A slice brings the words that are spoken in it, whole")
    func slices() {
        var queue = OutputQueue()
        queue.append(speech(130, "one two three"), to: 0)
        var words: [String] = []
        while let slice = queue.takeSpeech(Ticks(40)) { words.append(slice.text) }
        #expect(words == ["one", " two", "", " three"])
        #expect(queue.isEmpty && queue.waiting == .zero)
    }

    @Test("Words without audio go out at once")
    func wordsAlone() {
        var queue = OutputQueue()
        queue.append(speech(0, "one two"), to: 0)
        let slice = queue.takeSpeech(Ticks(40))
        #expect(slice?.samples == [] && slice?.text == "one two")
        #expect(queue.isEmpty)
    }

    @Test("Only speech is sliced")
    func textIsWhole() {
        var queue = OutputQueue()
        let none = queue.takeSpeech(Ticks(40))
        queue.append(.text("a"), to: 0)
        let text = queue.takeSpeech(Ticks(40))
        #expect(none == nil && text == nil && !queue.isEmpty)
    }

    @Test("A slice of nothing, or of less, takes nothing", arguments: [0, -1, -1_000])
    func nothing(_ length: Int) {
        var queue = OutputQueue()
        queue.append(speech(130, "one two three"), to: 0)
        _ = queue.takeSpeech(Ticks(60))
        let slice = queue.takeSpeech(Ticks(length))
        #expect(slice?.samples == [] && slice?.text == "")
        #expect(queue.waiting == Ticks(70))
    }

    @Test("What was dropped is gone and waits no more")
    func removeAll() {
        var queue = OutputQueue()
        queue.append(speech(100, "a"), to: 0)
        queue.removeAll()
        #expect(queue == OutputQueue())
    }

    @Test("However it is sliced, all audio and all words go out once and in order", arguments: Seed.some(200))
    func concatenation(_ seed: Seed) {
        var random = seed.generator
        var queue = OutputQueue()
        var samples: Samples = []
        var words = ""
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let count = Int.random(in: 0...3_000, using: &random)
            let text = String.anything(using: &random)
            let piece = Tape.samples(from: samples.count, count: count)
            queue.append(.speech(OutputQueue.Speech(samples: piece, saying: text)), to: 0)
            samples += piece
            words += text
        }
        var heard: Samples = []
        // As bytes: two texts may join to fewer characters than they had apart.
        var said: [UInt8] = []
        while let slice = queue.takeSpeech(Ticks(Int.random(in: 1...900, using: &random))) {
            heard += slice.samples
            said += Array(slice.text.utf8)
            #expect(queue.waiting == Ticks(samples.count - heard.count))
        }
        #expect(queue.isEmpty)
        #expect(heard == samples)
        #expect(said == Array(words.utf8))
    }
}
