public import HTTP

/// Why there is no response, or not all of it. A status of 400 or more is a response.
public enum HTTPClientError: Error, Sendable, Equatable {
    /// The request was never sent; the sentence says what is wrong with it.
    case invalidRequest(String)
    /// It was not to go there, by the client's policy; nothing was sent.
    case forbidden(OutboundRefusal)
    /// No address for the host, or for the proxy.
    case unresolved(String)
    /// Nobody listens there.
    case refused(String)
    /// Connecting failed for another reason than that.
    case unreachable(String)
    case tls(TLSFailure, String)
    case timedOut(Wait, after: Duration)
    /// The proxy answered the request for a tunnel with this status.
    case refusedByProxy(status: Int)
    case proxyFailed(String)
    /// The connection ended before the response had begun.
    case lost(String)
    /// The connection ended within the response.
    case truncated(String)
    /// What came is not HTTP.
    case malformedResponse(String)
    case headTooLarge(limit: Int)
    case bodyTooLarge(limit: Int)
    /// The answer points elsewhere, and following was not allowed.
    case redirected(status: Int, to: String)
    /// An event stream was asked for, and the answer is none.
    case notAnEventStream(HTTPClientResponse)
    case eventStream(EventStreamReader.Violation)
    /// The caller cancelled it.
    case cancelled
    /// The client was closed.
    case clientClosed
    /// What is left: our side could not do its part. In libcurl's words.
    case failed(String)

    public enum TLSFailure: Sendable, Equatable {
        /// The certificate is another host's.
        case wrongName
        case expired
        /// The certificate's issuer is not trusted.
        case untrusted
        case handshake
        /// The file of authorities cannot be read.
        case authorityFile
    }

    public enum Wait: Sendable, Equatable {
        case connect, stall, total
    }
}

extension HTTPClientError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidRequest(let why): "The request cannot be sent: \(why)"
        case .forbidden(let refusal): "The request may not be sent there. \(refusal)"
        case .unresolved(let detail): "The host's name has no address: \(detail)"
        case .refused(let detail): "The connection was refused: \(detail)"
        case .unreachable(let detail): "The host cannot be reached: \(detail)"
        case .tls(let failure, let detail): "\(failure.sentence): \(detail)"
        case .timedOut(let wait, let limit): "\(wait.sentence) \(limit)."
        case .refusedByProxy(let status): "The proxy refused the connection with status \(status)."
        case .proxyFailed(let detail): "The proxy failed: \(detail)"
        case .lost(let detail): "The connection ended without an answer: \(detail)"
        case .truncated(let detail): "The connection ended within the response: \(detail)"
        case .malformedResponse(let detail): "The answer is not HTTP: \(detail)"
        case .headTooLarge(let limit): "The response's header fields have more than \(limit) bytes."
        case .bodyTooLarge(let limit): "The response's body has more than \(limit) bytes."
        case .redirected(let status, let target):
            "The server redirects (\(status)) to \(target), which is not followed."
        case .notAnEventStream(let response):
            "The answer is no event stream, but status \(response.status) with "
                + "\(response.headers["Content-Type"] ?? "no content type")."
        case .eventStream(let violation): violation.description
        case .cancelled: "The request was cancelled."
        case .clientClosed: "The HTTP client is closed."
        case .failed(let detail): "The request failed: \(detail)"
        }
    }
}

extension HTTPClientError.TLSFailure {
    fileprivate var sentence: String {
        switch self {
        case .wrongName: "The server's certificate is for another name"
        case .expired: "The server's certificate has expired"
        case .untrusted: "The server's certificate is not trusted"
        case .handshake: "TLS could not be agreed on"
        case .authorityFile: "The file of certificate authorities cannot be read"
        }
    }
}

extension HTTPClientError.Wait {
    fileprivate var sentence: String {
        switch self {
        case .connect: "There was no connection after"
        case .stall: "Nothing came for"
        case .total: "The response was not whole after"
        }
    }
}
