internal import Bytes

/// The hot client event, cut out of its bytes without a JSON value: a client that speaks sends ten or more a second.
///
/// It answers only for what is plain: a flat object of `type`, `audio` and perhaps `event_id`, each once, without
/// escapes. Anything else, whether wrong or merely unusual, is the general path's, which knows how to refuse it.
public struct AppendFrame: Sendable, Equatable {
    /// The events that append audio.
    public enum EventType: String, Sendable, CaseIterable {
        case inputAudioBufferAppend = "input_audio_buffer.append"
        /// The same in a translation session.
        case sessionInputAudioBufferAppend = "session.input_audio_buffer.append"
    }

    public let type: EventType
    public let eventID: String?

    /// Where the characters of the audio are in the frame's bytes. Whether they are base64 is for the decoder to say.
    public let audio: Range<Int>

    /// Longer identifiers take the general path, which says how long they may be.
    private static let eventIDBytesMax = 512

    /// nil: another event, or not a simple one; use the general path.
    public init?(scanning bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= JSONLimits().bytes, let strings = AppendFrameScanner.strings(of: bytes) else { return nil }
        guard let typeRange = strings.type, let audio = strings.audio else { return nil }
        guard let type = EventType.allCases.first(where: { bytes[typeRange].elementsEqual($0.rawValue.utf8) }) else {
            return nil
        }
        var eventID: String?
        if let range = strings.eventID {
            guard range.count <= Self.eventIDBytesMax, let text = String(validating: bytes[range], as: UTF8.self) else {
                return nil
            }
            eventID = text
        }
        self.type = type
        self.eventID = eventID
        self.audio = audio
    }
}

/// Walks a flat object of strings and notes where the three that belong to the event are.
private struct AppendFrameScanner {
    struct Strings {
        var type: Range<Int>?
        var audio: Range<Int>?
        var eventID: Range<Int>?
    }

    let bytes: UnsafeRawBufferPointer
    var position = 0
    var strings = Strings()

    static func strings(of bytes: UnsafeRawBufferPointer) -> Strings? {
        var scanner = Self(bytes: bytes)
        guard scanner.passesObject() else { return nil }
        return scanner.strings
    }

    /// Passes the whole text; false if it is not a flat object of the known members.
    private mutating func passesObject() -> Bool {
        guard passes("{") else { return false }
        repeat {
            guard passesMember() else { return false }
        } while passes(",")
        guard passes("}") else { return false }
        skipWhiteSpace()
        return position == bytes.count
    }

    private mutating func passesMember() -> Bool {
        guard let name = plainString(), passes(":"), let value = plainString() else { return false }
        if spells(name, "audio") { return note(value, as: \.audio) }
        if spells(name, "type") { return note(value, as: \.type) }
        if spells(name, "event_id") { return note(value, as: \.eventID) }
        return false
    }

    /// False if the member came before.
    private mutating func note(_ value: Range<Int>, as member: WritableKeyPath<Strings, Range<Int>?>) -> Bool {
        guard strings[keyPath: member] == nil else { return false }
        strings[keyPath: member] = value
        return true
    }

    /// Passes a string without escapes: the place of its characters.
    private mutating func plainString() -> Range<Int>? {
        guard passes("\"") else { return nil }
        let start = position
        position = endOfPlainText(bytes, from: start)
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        defer { position += 1 }
        return start..<position
    }

    private func spells(_ range: Range<Int>, _ name: StaticString) -> Bool {
        range.count == name.utf8CodeUnitCount
            && range.indices.allSatisfy { bytes[$0] == name.utf8Start[$0 - range.lowerBound] }
    }

    /// Passes white space and then the character, if it comes next.
    private mutating func passes(_ character: Unicode.Scalar) -> Bool {
        skipWhiteSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipWhiteSpace() {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }
}
