internal import HTTP

/// Waits for a whole response. Confined to the loop, but for `response`.
final class ResponseCollector: TransferDelegate, @unchecked Sendable {
    typealias Outcome = Result<HTTPClientResponse, HTTPClientError>

    private let request: HTTPClientRequest
    private let client: HTTPClient
    private var transfer: Transfer?
    private var waiter: CheckedContinuation<Outcome, Never>?
    private var isCancelled = false
    private var response = HTTPClientResponse(head: ResponseHead(status: 0), body: [])

    init(_ request: HTTPClientRequest, _ client: HTTPClient) {
        self.request = request
        self.client = client
    }

    func response() async -> Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in client.loop.post { self.start(waiter) } }
        } onCancel: {
            client.loop.post { self.cancel() }
        }
    }

    private func start(_ waiter: CheckedContinuation<Outcome, Never>) {
        // A task that was cancelled before it came here has posted its cancellation first.
        if isCancelled { return waiter.resume(returning: .failure(.cancelled)) }
        self.waiter = waiter
        transfer = client.start(request, delegate: self)
    }

    private func cancel() {
        isCancelled = true
        transfer?.cancel()
    }

    func received(_ head: ResponseHead, on transfer: Transfer) { response.head = head }
    func received(_ bytes: UnsafeRawBufferPointer, on transfer: Transfer) { response.body.append(contentsOf: bytes) }

    func ended(_ error: HTTPClientError?, on transfer: Transfer) {
        self.transfer = nil
        waiter?.resume(returning: error.map { .failure($0) } ?? .success(response))
        waiter = nil
    }
}
