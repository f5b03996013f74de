/// Why a message was not written. Nothing of it was.
public enum HTTPWriteError: Error, Sendable, Equatable {
    case invalidHeaderName(String)
    /// A value with CR, LF, NUL or another control character: whoever chose it would write headers of his own.
    case invalidHeaderValue(name: String)
    /// The field says where the message ends or what becomes of the connection, which is the machine's to say.
    case reservedHeader(String)
    case invalidStatus(Int)
    case invalidMethod(String)
    case invalidTarget(String)
    /// Responses of this status have no body.
    case bodyNotAllowed(status: Int)
    /// No message is awaited from this side now.
    case wrongMoment
}

extension HTTPWriteError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidHeaderName(let name): "'\(name)' is no name of a header field."
        case .invalidHeaderValue(let name): "The value of the header '\(name)' has a control character."
        case .reservedHeader(let name): "The header '\(name)' is written by the connection itself."
        case .invalidStatus(let status): "\(status) is no status that can be answered here."
        case .invalidMethod(let method): "'\(method)' is no method."
        case .invalidTarget(let target): "'\(target)' is no target of a request."
        case .bodyNotAllowed(let status): "A response with status \(status) has no body."
        case .wrongMoment: "No message is awaited from this side now."
        }
    }
}
