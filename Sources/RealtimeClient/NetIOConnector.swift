internal import Bytes
internal import HTTP
public import NetIO
internal import RealtimeAPI

/// Connects by `NetIO`: a WebSocket on an event loop.
public struct NetIOConnector: RealtimeConnector {
    /// The loop of all connections that name none.
    public static let sharedLoop = EventLoop.start()

    /// Nil: the shared one.
    public var loop: EventLoop?
    /// Whom to trust. Nil: the system's authorities.
    public var tls: TLSClient?
    public var options = WebSocketClientOptions()

    public init(loop: EventLoop? = nil, tls: TLSClient? = nil) {
        self.loop = loop
        self.tls = tls
    }

    public func connect(
        to url: String,
        headers: [RealtimeEndpoint.Header]
    ) async throws(RealtimeClientError) -> any RealtimeTransport {
        do throws(WebSocketConnectError) {
            let channel = try await WebSocketChannel.connect(
                to: url,
                headers: HeaderFields(headers.map { HeaderFields.Field($0.name, $0.value) }),
                tls: tls,
                options: options,
                on: loop ?? Self.sharedLoop
            )
            return NetIOTransport(channel)
        } catch {
            throw RealtimeClientError(error)
        }
    }
}

extension RealtimeClientError {
    init(_ error: WebSocketConnectError) {
        switch error {
        case .badURL: self = .invalidEndpoint("It is no address of a WebSocket.")
        case .refused(let head, let body): self = .refused(status: head.status, Self.apiError(in: body))
        case .cancelled: self = .cancelled
        case .tlsFailed: self = .tlsFailed(error.description)
        case .cannotResolve, .cannotConnect, .timedOut, .connectionLost, .badResponse, .badAnswer,
            .badRequest:
            self = .cannotConnect(error.description)
        }
    }

    /// `{"error": {"message": …, "type": …, "code": …, "param": …}}`
    private static func apiError(in body: [UInt8]) -> APIError? {
        let json: JSON
        do throws(JSONError) { json = try JSON(parsing: body) } catch { return nil }
        guard let error = json["error"], let message = error["message"]?.string else { return nil }
        return APIError(
            type: ErrorType(rawValue: error["type"]?.string ?? ""),
            code: error["code"]?.string,
            message: message,
            param: error["param"]?.string
        )
    }
}
