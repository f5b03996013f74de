import HTTP

/// A frame written by hand, right or wrong, without the code under test.
struct Frame: Sendable {
    enum Length: Sendable { case shortest, two, eight }

    var isFinal = true
    var reserved: UInt8 = 0
    var opcode: UInt8
    var payload: [UInt8] = []
    /// Nil: not masked.
    var mask: [UInt8]? = [0x37, 0xFA, 0x21, 0x3D]
    var length = Length.shortest

    static func text(_ payload: String, isFinal: Bool = true) -> Self {
        Self(isFinal: isFinal, opcode: 1, payload: Array(payload.utf8))
    }

    static func binary(_ payload: [UInt8], isFinal: Bool = true) -> Self {
        Self(isFinal: isFinal, opcode: 2, payload: payload)
    }

    static func continuation(_ payload: String, isFinal: Bool = true) -> Self {
        Self(isFinal: isFinal, opcode: 0, payload: Array(payload.utf8))
    }

    static func ping(_ payload: String = "") -> Self { Self(opcode: 9, payload: Array(payload.utf8)) }
    static func pong(_ payload: String = "") -> Self { Self(opcode: 10, payload: Array(payload.utf8)) }

    static func close(_ code: Int? = nil, _ reason: String = "") -> Self {
        let number = code.map { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] } ?? []
        return Self(opcode: 8, payload: number + Array(reason.utf8))
    }

    /// As a server sends it.
    var unmasked: Self {
        var frame = self
        frame.mask = nil
        return frame
    }

    var bytes: [UInt8] {
        var bytes = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
        let bit: UInt8 = mask == nil ? 0 : 0x80
        let isShort = length == .shortest
        if isShort, payload.count < 126 {
            bytes.append(bit | UInt8(payload.count))
        } else {
            let digits = length == .two || isShort && payload.count < 65_536 ? 2 : 8
            bytes.append(bit | (digits == 2 ? 126 : 127))
            bytes += (0..<digits).reversed().map { UInt8(truncatingIfNeeded: payload.count >> (8 * $0)) }
        }
        guard let mask else { return bytes + payload }
        return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }
}

extension [Frame] {
    var bytes: [UInt8] { flatMap(\.bytes) }
}

extension WebSocketConnection {
    /// Reads the frames. What they were, and what was answered.
    mutating func read(_ frames: [Frame]) -> (events: [WebSocketEvent], output: [UInt8]) {
        read(frames.bytes, cutAt: [])
    }

    mutating func read(_ input: [UInt8], cutAt cuts: [Int]) -> (events: [WebSocketEvent], output: [UInt8]) {
        var output: [UInt8] = []
        let events = input.cut(at: cuts).flatMap { receive($0, into: &output) }
        return (events, output)
    }
}

extension WebSocketEvent {
    static func text(_ text: String) -> Self { .message(WebSocketMessage(.text, Array(text.utf8))) }
    static func binary(_ bytes: [UInt8]) -> Self { .message(WebSocketMessage(.binary, bytes)) }
    static func ping(_ text: String) -> Self { .ping(Array(text.utf8)) }
    static func pong(_ text: String) -> Self { .pong(Array(text.utf8)) }
    static func violation(_ violation: WebSocketViolation) -> Self { .ended(.violation(violation)) }
}
