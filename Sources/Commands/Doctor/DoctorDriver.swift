internal import HTTP
internal import Migration
internal import NetIO
internal import RealtimeClient

/// Carries one `Doctor`: it decides nothing.
struct DoctorDriver: Sendable {
    private let server: ServerAddress
    private let tls: TLSClient?
    private let loop: EventLoop
    private let inputs = Junction<Input>()
    /// The WebSocket that is open.
    private let line = Lock<DoctorLine?>(nil)

    /// What came, and before how many farewells it was asked for.
    private struct Input: Sendable {
        let observation: DoctorObservation
        let visitPart: Int
    }

    init(_ server: ServerAddress, on loop: EventLoop) throws(CommandFailure) {
        self.server = server
        self.loop = loop
        tls = try DoctorOptions.aboutFile { () throws(CommandFailure) in try server.connector(on: loop).tls }
    }

    func run(_ visit: DoctorVisit) async -> DoctorReport {
        let client = HTTPClient(on: loop)
        let startedAt = EventLoop.now
        var doctor = Doctor(visit)
        var orders = doctor.begin(at: .zero)
        var part = 0
        var tasks: [Task<Void, Never>] = []
        while true {
            for order in orders {
                switch order {
                case .send(let text): line.withLock { $0 }?.send(text)
                case .leave:
                    for task in tasks { task.cancel() }
                    tasks = []
                    part += 1
                    await leave(atMost: min(visit.limits.step, .seconds(1)))
                case .finish:
                    await inputs.close()
                    await client.close()
                    return doctor.report
                case .inspect, .request, .open:
                    let job = Job(visit: visit, part: part, client: client)
                    tasks.append(Task { await perform(order, job) })
                }
            }
            let alarm = Task { [deadline = doctor.deadline, part] in
                guard let deadline else { return }
                let left = startedAt + deadline - EventLoop.now
                guard (try? await Task.sleep(for: max(left, .milliseconds(1)))) != nil else { return }
                await inputs.put(Input(observation: .timeout, visitPart: part))
            }
            repeat {
                guard let input = await inputs.next() else { return doctor.report }
                guard input.visitPart == part else { continue }
                orders = doctor.handle(input.observation, at: EventLoop.now - startedAt)
                break
            } while true
            alarm.cancel()
        }
    }

    private struct Job: Sendable {
        let visit: DoctorVisit
        let part: Int
        let client: HTTPClient
    }

    private func perform(_ order: DoctorOrder, _ job: Job) async {
        switch order {
        case .inspect(let host, let port, let isSecure):
            await tell(await inspect(host, port, isSecure, job), job)
        case .request(let request): await tell(await answer(to: request, job), job)
        case .open(let url, let headers): await open(url, headers, job)
        case .send, .leave, .finish: return
        }
    }

    private func tell(_ observation: DoctorObservation, _ job: Job) async {
        await inputs.put(Input(observation: observation, visitPart: job.part))
    }

    private func inspect(_ host: String, _ port: Int, _ isSecure: Bool, _ job: Job) async -> DoctorObservation {
        let address = SocketAddress(host: host, port: UInt16(clamping: port))
        let trusted: TLSClient?
        do throws(TLSError) { trusted = try trust(isSecure) } catch {
            var connection = DoctorObservation.Connection()
            connection.trouble = .init(.tls, error.description)
            return .inspected(connection)
        }
        let seen = await ConnectionInspection.of(address, tls: trusted, limit: job.visit.limits.step, on: loop)
        return .inspected(DoctorObservation.Connection(seen))
    }

    private func trust(_ isSecure: Bool) throws(TLSError) -> TLSClient? {
        guard isSecure else { return nil }
        if let tls { return tls }
        return try TLSClient()
    }

    private func answer(to request: DoctorRequest, _ job: Job) async -> DoctorObservation {
        var options = HTTPClientOptions()
        options.connectTimeout = job.visit.limits.step
        options.totalTimeout = job.visit.limits.step
        options.responseBytesMax = 1 << 20
        options.redirects = .returned
        options.proxy = job.visit.proxyVariable == nil ? .none : .environment
        switch server.trust {
        case .system: break
        case .file(let path): options.authorityFile = path
        case .anybody: options.trustsAnybody = true
        }
        let wanted = HTTPClientRequest(
            request.method,
            request.url,
            headers: HeaderFields(request.headers.map { HeaderFields.Field($0.name, $0.value) }),
            body: request.body.map { Array($0.utf8) },
            options: options
        )
        do throws(HTTPClientError) {
            let response = try await job.client.send(wanted)
            return .answered(DoctorObservation.Answer(response.head, response.body))
        } catch { return .requestFailed(DoctorObservation.Trouble(error)) }
    }

    private func open(_ url: String, _ headers: [DoctorHeader], _ job: Job) async {
        let head = Lock<ResponseHead?>(nil)
        var options = WebSocketClientOptions()
        // Who waits for it says when it was too long.
        options.connectTimeout = job.visit.limits.step * 2
        options.accepted = { accepted in head.withLock { $0 = accepted } }
        do throws(WebSocketConnectError) {
            let channel = try await WebSocketChannel.connect(
                to: url,
                headers: HeaderFields(headers.map { HeaderFields.Field($0.name, $0.value) }),
                tls: tls,
                options: options,
                on: loop
            )
            let opened = DoctorLine(channel)
            line.withLock { $0 = opened }
            let answer = head.withLock { $0 }.map { DoctorObservation.Answer($0, []) }
            await tell(.opened(answer?.headers ?? [], serverTime: answer?.serverTime), job)
            await opened.relay { await tell($0, job) }
        } catch {
            if let observation = DoctorObservation(error) { await tell(observation, job) }
        }
    }

    private func leave(atMost limit: Duration) async {
        let old = line.withLock { line in
            defer { line = nil }
            return line
        }
        await old?.close(atMost: limit)
    }
}
