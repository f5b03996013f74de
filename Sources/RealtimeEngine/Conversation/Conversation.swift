import Bytes
package import RealtimeAPI

/// The items of a conversation in their order, with the audio that belongs to them.
package struct Conversation: Sendable {
    package struct Entry: Sendable {
        package var item: Item
        /// By content index.
        package var audio: [Int: KeptAudio] = [:]
        package var hearing: Hearing?
        /// The model gets it. Truncation takes the oldest out; the conversation keeps them.
        package var isInContext = true
        /// A response is still writing it.
        package var isOpen = false

        package init(item: Item, audio: [Int: KeptAudio] = [:], hearing: Hearing? = nil, isOpen: Bool = false) {
            self.item = item
            self.audio = audio
            self.hearing = hearing
            self.isOpen = isOpen
        }
    }

    package struct KeptAudio: Sendable {
        package var sound: Sound
        package var spans: [SpokenSpan] = []
        /// Set by a truncation: what comes after is not heard and not kept.
        package var isCut = false
        /// The length, also where the samples were forgotten.
        package var length: Ticks = .zero
        package var isForgotten = false

        package init(samples: Samples = [], length: Ticks? = nil) {
            sound = Sound(samples)
            self.length = length ?? Ticks(samples.count)
        }
    }

    package let id: String
    package let itemsMax: Int
    package let keptBytesMax: Int
    package let contentBytesMax: Int
    package private(set) var order: [ItemID] = []
    private var entries: [ItemID: Entry] = [:]
    package private(set) var keptBytes = 0
    /// Of text, images, arguments and outputs.
    package private(set) var contentBytes = 0
    /// The assistant has spoken: its voice is fixed.
    package private(set) var hasAssistantAudio = false

    package init(id: String, itemsMax: Int, keptBytesMax: Int, contentBytesMax: Int = .max) {
        self.id = id
        self.itemsMax = itemsMax
        self.keptBytesMax = keptBytesMax
        self.contentBytesMax = contentBytesMax
    }

    package subscript(id: ItemID) -> Entry? { entries[id] }

    package var isFull: Bool { order.count >= itemsMax || contentBytes >= contentBytesMax }

    /// Without letting go of anything.
    package func hasRoom(for entry: Entry) -> Bool {
        order.count < itemsMax && contentBytes + entry.item.contentBytes <= contentBytesMax
    }

    package var last: ItemID? { order.last }
    /// The oldest item that nothing is still being written to.
    package var oldestClosed: ItemID? { order.first { entries[$0]?.isOpen == false } }

    // MARK: Order

    package enum Place: Sendable, Equatable {
        case end
        case first
        case after(ItemID)
    }

    package func contains(_ id: ItemID) -> Bool { entries[id] != nil }

    /// The item before this one; nil for the first.
    package func predecessor(of id: ItemID) -> ItemID? {
        guard let index = order.firstIndex(of: id), index > 0 else { return nil }
        return order[index - 1]
    }

    /// The caller has made sure that the place exists.
    package mutating func insert(_ entry: Entry, id: ItemID, at place: Place = .end) {
        remove(id)
        entries[id] = entry
        switch place {
        case .end: order.append(id)
        case .first: order.insert(id, at: 0)
        case .after(let previous):
            let index = order.firstIndex(of: previous).map { $0 + 1 } ?? order.endIndex
            order.insert(id, at: index)
        }
        keptBytes += Self.bytes(of: entry)
        contentBytes += entry.item.contentBytes
    }

    package mutating func remove(_ id: ItemID) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        keptBytes -= Self.bytes(of: entry)
        contentBytes -= entry.item.contentBytes
        order.removeAll { $0 == id }
    }

    package func hasCall(_ call: CallID) -> Bool {
        order.contains { id in
            if case .functionCall(let item)? = entries[id]?.item { item.callID == call } else { false }
        }
    }

    // MARK: Change

    package mutating func hear(_ id: ItemID, _ hearing: Hearing) { entries[id]?.hearing = hearing }

    /// The client's transcript of the item's audio.
    package mutating func transcribe(_ id: ItemID, _ text: String) {
        guard case .message(var message)? = entries[id]?.item else { return }
        guard let index = message.content.firstIndex(where: { $0.type == .inputAudio }) else { return }
        message.content[index].transcript = .value(text)
        replace(id, .message(message))
    }

    /// A response has written so much more of a part.
    package mutating func append(_ text: String, to id: ItemID, part: Int) {
        change(id, part) { $0.text = ($0.text ?? "") + text }
    }

    /// A response has spoken so much more of a part. After a truncation nothing is added.
    package mutating func append(_ samples: Samples, saying text: String, to id: ItemID, part: Int) {
        guard entries[id] != nil else { return }
        var audio = entries[id]?.audio[part] ?? KeptAudio()
        hasAssistantAudio = hasAssistantAudio || !samples.isEmpty
        guard !audio.isCut else { return }
        entries[id]?.audio[part] = nil
        if !audio.isForgotten {
            audio.sound.append(samples)
            keptBytes += samples.count * 2
        }
        audio.length += Ticks(samples.count)
        audio.spans.append(SpokenSpan(text: text, length: Ticks(samples.count)))
        entries[id]?.audio[part] = audio
        change(id, part) { $0.transcript = .value(($0.transcript.value ?? "") + text) }
    }

    package mutating func addPart(_ part: ContentPart, to id: ItemID) {
        guard case .message(var message)? = entries[id]?.item else { return }
        message.content.append(part)
        replace(id, .message(message))
    }

    /// A response is done with the item.
    package mutating func close(_ id: ItemID, as item: Item) {
        entries[id]?.isOpen = false
        guard case .message(var kept)? = entries[id]?.item, case .message(let written) = item else {
            replace(id, item)
            return
        }
        // What a truncation took out stays out.
        kept.status = written.status
        replace(id, .message(kept))
    }

    private mutating func change(_ id: ItemID, _ part: Int, _ change: (inout ContentPart) -> Void) {
        guard case .message(var message)? = entries[id]?.item, message.content.indices.contains(part) else { return }
        change(&message.content[part])
        replace(id, .message(message))
    }

    private mutating func replace(_ id: ItemID, _ item: Item) {
        contentBytes += item.contentBytes - (entries[id]?.item.contentBytes ?? 0)
        entries[id]?.item = item
    }

    // MARK: Context

    package mutating func leaveOut(_ id: ItemID) { entries[id]?.isInContext = false }

    // MARK: Truncation

    /// Cuts an assistant's audio, and the words that were not heard with it. Nothing is added after it, also where it
    /// came at the end of what was spoken so far and cut nothing.
    package mutating func truncate(_ id: ItemID, part: Int, at end: Ticks) {
        guard let length = entries[id]?.audio[part]?.length, end <= length else { return }
        entries[id]?.audio[part]?.isCut = true
        guard end < length, var audio = entries[id]?.audio[part] else { return }
        entries[id]?.audio[part] = nil
        keptBytes -= audio.sound.count * 2
        audio.sound.cut(at: end.count)
        keptBytes += audio.sound.count * 2
        audio.spans = audio.spans.cut(at: end)
        audio.length = end
        let transcript = audio.spans.map(\.text).joined()
        entries[id]?.audio[part] = audio
        change(id, part) { $0.transcript = .value(transcript) }
    }

    // MARK: Kept audio

    /// Forgets the oldest audio until what is kept is within its limit. The answer: whose it was.
    package mutating func forgetAudioBeyondLimit() -> [ItemID] {
        guard keptBytes > keptBytesMax else { return [] }
        var forgotten: [ItemID] = []
        for id in order where keptBytes > keptBytesMax {
            guard let entry = entries[id], Self.bytes(of: entry) > 0 else { continue }
            for part in entry.audio.keys {
                keptBytes -= (entries[id]?.audio[part]?.sound.count ?? 0) * 2
                entries[id]?.audio[part]?.sound = Sound()
                entries[id]?.audio[part]?.isForgotten = true
            }
            forgotten.append(id)
        }
        return forgotten
    }

    private static func bytes(of entry: Entry) -> Int {
        entry.audio.values.reduce(0) { $0 + $1.sound.count * 2 }
    }

    /// The item with its audio, as PCM: what was heard after noise reduction and turn detection, not what came in.
    package func retrieved(_ id: ItemID) -> Item? {
        guard let entry = entries[id] else { return nil }
        guard case .message(var message) = entry.item else { return entry.item }
        for index in message.content.indices {
            guard let audio = entry.audio[index], !audio.isForgotten else { continue }
            message.content[index].audio = audio.sound.base64
            message.content[index].format = "pcm16"
        }
        return .message(message)
    }
}

extension [SpokenSpan] {
    func cut(at end: Ticks) -> [SpokenSpan] {
        var kept: [SpokenSpan] = []
        var position = Ticks.zero
        for span in self {
            guard position < end else { break }
            let heard = Swift.min(span.length, end - position)
            kept.append(SpokenSpan(text: span.text(heardUpTo: heard), length: heard))
            position += span.length
        }
        return kept
    }
}

extension Sound {
    /// PCM16 in base64, as the wire has it.
    var base64: String {
        var bytes: [UInt8] = []
        for piece in pieces { PCM16.bytes(from: piece, appendingTo: &bytes) }
        return Base64.encode(bytes)
    }
}

extension Item {
    /// The bytes of what it says, as far as they can be many.
    var contentBytes: Int {
        switch self {
        case .message(let message):
            message.content.reduce(0) { sum, part in
                let texts = [part.text, part.transcript.value, part.imageURL]
                return sum + texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) }
            }
        case .functionCall(let call): call.name.utf8.count + call.arguments.utf8.count
        case .functionCallOutput(let output): output.output.utf8.count
        case .mcpCall(let call): call.arguments.utf8.count + (call.output.value?.utf8.count ?? 0)
        case .mcpApprovalRequest(let request): request.arguments.utf8.count
        case .mcpListTools, .mcpApprovalResponse, .unknown: 0
        }
    }
}
