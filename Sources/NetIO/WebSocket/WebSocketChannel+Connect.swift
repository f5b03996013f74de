public import HTTP

extension WebSocketChannel {
    /// Opens a WebSocket to `ws://…` or `wss://…`. Nothing is read until the channel has a delegate: set it on the
    /// loop.
    ///
    /// `tls` is whom to trust; nil means the system's authorities.
    public static func connect(
        to url: String,
        headers: HeaderFields = HeaderFields(),
        subprotocols: [String] = [],
        tls: TLSClient? = nil,
        options: WebSocketClientOptions = WebSocketClientOptions(),
        on loop: EventLoop
    ) async throws(WebSocketConnectError) -> WebSocketChannel {
        let url = try WebSocketURL(parsing: url)
        let context = url.isSecure ? try trust(tls, url) : nil
        let connector = WebSocketConnector(url, headers, subprotocols, context, options, on: loop)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in loop.post { connector.start(waiter) } }
        } onCancel: {
            loop.post { connector.cancel() }
        }
        return try result.get()
    }

    private static func trust(_ tls: TLSClient?, _ url: WebSocketURL) throws(WebSocketConnectError) -> TLSContext {
        do throws(TLSError) {
            if let tls { return tls.context }
            return try TLSClient.system.get().context
        } catch { throw .tlsFailed(host: url.address.host, reason: error.description) }
    }
}
