/// What was wrong with the peer's frames: the catalogue. Each has the code that the connection is closed with.
public enum WebSocketViolation: Error, Sendable, Equatable, CaseIterable {
    case reservedBits, unknownOpcode
    case maskMissing, maskForbidden
    case lengthNotMinimal, lengthTooLarge
    case controlFrameFragmented, controlFrameTooLong
    case continuationWithoutStart, messageWithinMessage
    case closeBodyTooShort, invalidCloseCode
    case invalidUTF8
    case messageTooBig, tooManyFragments
}

extension WebSocketViolation {
    public var closeCode: WebSocketCloseCode {
        switch self {
        case .reservedBits, .unknownOpcode, .maskMissing, .maskForbidden, .lengthNotMinimal, .lengthTooLarge,
            .controlFrameFragmented, .controlFrameTooLong, .continuationWithoutStart, .messageWithinMessage,
            .closeBodyTooShort, .invalidCloseCode:
            .protocolError
        case .invalidUTF8: .invalidText
        case .messageTooBig, .tooManyFragments: .messageTooBig
        }
    }
}

extension WebSocketViolation: CustomStringConvertible {
    /// Short enough for the reason of a close frame.
    public var description: String {
        switch self {
        case .reservedBits: "A frame has a reserved bit set, but no extension was agreed on."
        case .unknownOpcode: "A frame has an opcode that means nothing."
        case .maskMissing: "A client's frames must be masked."
        case .maskForbidden: "A server's frames must not be masked."
        case .lengthNotMinimal: "A frame's length is not written in the shortest way."
        case .lengthTooLarge: "A frame's length has its highest bit set."
        case .controlFrameFragmented: "A control frame must not be fragmented."
        case .controlFrameTooLong: "A control frame must not be longer than 125 bytes."
        case .continuationWithoutStart: "A continuation came without a message to continue."
        case .messageWithinMessage: "A message began before the one before it had ended."
        case .closeBodyTooShort: "A close frame's body must be empty, or begin with a code of two bytes."
        case .invalidCloseCode: "A close frame's code is none that may be sent."
        case .invalidUTF8: "A text is not valid UTF-8."
        case .messageTooBig: "A message is too big."
        case .tooManyFragments: "A message has too many fragments."
        }
    }
}
