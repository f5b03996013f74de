internal import HTTP
package import NetIO

/// Why a back end has not answered, or not to the end.
package enum BackEndFault: Error, Sendable, Equatable {
    /// It answered with a status that is no success.
    case refused(Refusal)
    /// It began to answer, and then said that it cannot.
    case reported(String)
    case transport(HTTPClientError)
    case late(CallDeadlines.Wait, after: Duration)
    /// What it answers is not what was asked for; the sentence goes on from "The server of … ".
    case misunderstood(String)

    package struct Refusal: Sendable, Equatable {
        package var status: Int
        package var message: String
        package var retryAfter: Duration?
        /// What is used up does not come back in a second.
        package var isForGood: Bool

        package init(status: Int, message: String, retryAfter: Duration? = nil, isForGood: Bool = false) {
            self.status = status
            self.message = message
            self.retryAfter = retryAfter
            self.isForGood = isForGood
        }
    }

    /// What a client is told, and what the operator can act on: without hosts, URLs and keys.
    package func sentence(about service: String) -> String {
        let server = "The server of the \(service)"
        switch self {
        case .refused(let refusal) where refusal.message.isEmpty: return "\(server) answered \(refusal.status)."
        case .refused(let refusal): return "\(server) answered \(refusal.status): \(refusal.message)"
        case .reported(let message): return "\(server) failed: \(message)"
        case .transport(let error): return "\(server) \(error.predicate)."
        case .late(let wait, let limit): return "\(server) \(wait.predicate) \(limit)."
        case .misunderstood(let predicate): return "\(server) \(predicate)."
        }
    }
}

extension CallDeadlines.Wait {
    fileprivate var predicate: String {
        switch self {
        case .first: "did not begin to answer within"
        case .between: "stopped in its answer for"
        case .total: "did not finish its answer within"
        }
    }
}

extension HTTPClientError {
    /// In our words: libcurl's name hosts and addresses, which are the operator's.
    fileprivate var predicate: String {
        switch self {
        case .invalidRequest: "cannot be asked: the request is not valid HTTP"
        case .forbidden: "has an address to which requests are not sent"
        case .unresolved: "has a name without an address"
        case .refused: "refused the connection"
        case .unreachable: "cannot be reached"
        case .tls(.wrongName, _): "has a certificate for another name"
        case .tls(.expired, _): "has a certificate that has expired"
        case .tls(.untrusted, _): "has a certificate that is not trusted"
        case .tls(.handshake, _): "could not agree on TLS"
        case .tls(.authorityFile, _): "cannot be asked: the file of certificate authorities cannot be read"
        case .timedOut(.connect, _): "could not be connected to in time"
        case .timedOut: "was silent for too long"
        case .refusedByProxy(let status): "cannot be reached: the proxy answered \(status)"
        case .proxyFailed: "cannot be reached: the proxy failed"
        case .lost: "ended the connection without an answer"
        case .truncated: "ended the connection within its answer"
        case .malformedResponse: "answered with something that is not HTTP"
        case .headTooLarge: "answered with header fields that are too long"
        case .bodyTooLarge(let limit): "answered with more than \(limit) bytes"
        case .redirected(let status, _): "points elsewhere (\(status)), which is not followed"
        case .notAnEventStream: "answered with something else than an event stream"
        case .eventStream(.lineTooLong(let limit)), .eventStream(.eventTooLong(let limit)):
            "sent an event of more than \(limit) bytes"
        case .cancelled, .clientClosed: "is not asked any more"
        case .failed: "could not be asked"
        }
    }
}
