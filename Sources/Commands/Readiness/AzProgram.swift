internal import Migration
internal import NetIO

/// The program `az`: one question at a time, within a time and a length.
struct AzProgram: Sendable {
    private let path: String
    private let environment: [String: String]
    private let subscription: String?
    private let timeout: Duration
    private let loop: EventLoop

    /// Nil: it is not there.
    init?(_ variables: [String: String], subscription: String?, timeout: Duration, on loop: EventLoop) {
        guard let path = ChildCommand.path(of: "az", in: variables["PATH"]) else { return nil }
        self.path = path
        environment = Self.environment(of: variables)
        self.subscription = subscription
        self.timeout = timeout
        self.loop = loop
    }

    /// Where its login is, and the way out. Nothing of ours is among it, where there may be keys.
    private static func environment(of variables: [String: String]) -> [String: String] {
        let names: Set = [
            "HOME", "USER", "PATH", "LANG", "LC_ALL", "TMPDIR", "AZURE_CONFIG_DIR", "AZURE_EXTENSION_DIR",
            "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "REQUESTS_CA_BUNDLE",
            "SSL_CERT_FILE", "SSL_CERT_DIR", "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT", "MSI_SECRET",
        ]
        // Nobody is there to answer a question of its own.
        let quiet = [
            "AZURE_CORE_NO_COLOR": "true", "AZURE_CORE_COLLECT_TELEMETRY": "false",
            "AZURE_EXTENSION_USE_DYNAMIC_INSTALL": "no", "AZURE_CORE_DISABLE_CONFIRM_PROMPT": "true",
        ]
        return variables.filter { names.contains($0.key) }.merging(quiet) { _, quiet in quiet }
    }

    func ask(_ question: AzCommand) async -> AzPlan.Outcome {
        let arguments = question.arguments(subscription: subscription)
        guard AzCommand.isReadOnly(arguments) else { return .notStarted }
        let command = ChildCommand(path, arguments: arguments, environment: environment, startsOthers: true)
        let call = AzCall(timeout: timeout, on: loop)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in loop.post { call.start(command, waiter) } }
        } onCancel: {
            loop.post { call.end(as: .timedOut) }
        }
    }
}

/// One run of `az`. Confined to its loop.
private final class AzCall: @unchecked Sendable {
    private let timeout: Duration
    private let loop: EventLoop
    private var child: ChildProcess?
    private var timer: LoopTimer?
    private var waiter: CheckedContinuation<AzPlan.Outcome, Never>?
    private var output: [UInt8] = []
    private var errors: [UInt8] = []
    /// Why it was ended early.
    private var early: AzPlan.Outcome?

    private static let errorBytesMax = 64 * 1_024

    init(timeout: Duration, on loop: EventLoop) {
        self.timeout = timeout
        self.loop = loop
    }

    func start(_ command: ChildCommand, _ waiter: CheckedContinuation<AzPlan.Outcome, Never>) {
        guard early == nil else { return waiter.resume(returning: .timedOut) }
        self.waiter = waiter
        let timer = LoopTimer(on: loop) { [unowned self] in end(as: .timedOut) }
        timer.start(after: timeout)
        self.timer = timer
        child = ChildProcess.start(
            command,
            on: loop,
            complaints: { [self] bytes in errors = (errors + bytes).suffix(Self.errorBytesMax) },
            report: { [self] event in
                switch event {
                case .output(let bytes): took(bytes)
                case .ended(let exit): ended(exit)
                }
            }
        )
    }

    /// Ends it now, and with it all that it started.
    func end(as outcome: AzPlan.Outcome) {
        if early == nil { early = outcome }
        child?.kill()
    }

    private func took(_ bytes: [UInt8]) {
        output += bytes
        if output.count > AzureDocument.bytesMax { end(as: .tooLong) }
    }

    private func ended(_ exit: ChildProcess.Exit) {
        (timer, child) = (nil, nil)
        let outcome: AzPlan.Outcome =
            switch exit {
            case _ where early != nil: early ?? .timedOut
            case .status(let status): .ended(status: status, output: output, errors: errors)
            case .signal(let signal): .ended(status: 128 + signal, output: output, errors: errors)
            case .notStarted: .notStarted
            }
        waiter?.resume(returning: outcome)
        waiter = nil
    }
}
