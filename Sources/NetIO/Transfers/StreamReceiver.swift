internal import HTTP

/// Waits for the head of a response, and puts its body into a mailbox. Confined to the loop, but for `response`.
final class StreamReceiver: TransferDelegate, @unchecked Sendable {
    typealias Outcome = Result<StreamedResponse, HTTPClientError>

    private let request: HTTPClientRequest
    private let client: HTTPClient
    private var transfer: Transfer?
    private var waiter: CheckedContinuation<Outcome, Never>?
    private var mailbox: Mailbox<[UInt8], HTTPClientError>?
    private var isCancelled = false

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
        if isCancelled { return waiter.resume(returning: .failure(.cancelled)) }
        self.waiter = waiter
        transfer = client.start(request, delegate: self)
    }

    private func cancel() {
        isCancelled = true
        transfer?.cancel()
    }

    func received(_ head: ResponseHead, on transfer: Transfer) {
        let loop = client.loop
        // The mailbox ends before its transfer is told to, so neither is called after the loop has stopped.
        let mailbox = Mailbox<[UInt8], HTTPClientError>(
            costMax: ResponseBody.bufferedBytesMax,
            cancelled: .cancelled,
            whenDrained: { [weak transfer] in loop.post { [transfer] in transfer?.resume() } },
            whenAbandoned: { [weak transfer] in loop.post { [transfer] in transfer?.cancel() } }
        )
        self.mailbox = mailbox
        let body = ResponseBody(mailbox: mailbox, lifetime: ResponseBody.Lifetime(mailbox))
        waiter?.resume(returning: .success(StreamedResponse(head: head, body: body)))
        waiter = nil
    }

    func received(_ bytes: UnsafeRawBufferPointer, on transfer: Transfer) {
        guard let mailbox else { return }
        if !mailbox.offer(Array(bytes), cost: bytes.count) { transfer.pause() }
    }

    func ended(_ error: HTTPClientError?, on transfer: Transfer) {
        self.transfer = nil
        mailbox?.finish(error)
        waiter?.resume(returning: .failure(error ?? .lost("There was no response.")))
        waiter = nil
    }
}
