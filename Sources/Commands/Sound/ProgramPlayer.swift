internal import NetIO

/// Plays through a program that reads samples from its standard input. It carries a `PlayQueue`; all of it is done on
/// one loop.
final class ProgramPlayer: SoundPlayer, @unchecked Sendable {
    private let command: ChildCommand
    private let loop: EventLoop
    private let failed: @Sendable (String) -> Void
    private var queue = PlayQueue()
    private var child: ChildProcess?
    private var hasFailed = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    /// What a player has not taken is kept, up to ten minutes of it.
    private static let waitingBytesMax = 48_000 * 600

    /// `failed` is told once why nothing can be played.
    init(
        _ program: String,
        _ environment: [String: String],
        on loop: EventLoop,
        failed: @escaping @Sendable (String) -> Void
    ) {
        command = ChildCommand(
            program,
            arguments: SoundTools.arguments,
            environment: environment,
            inputStaysOpen: true
        )
        self.loop = loop
        self.failed = failed
    }

    func play(_ sound: [UInt8]) { take(.sound(sound)) }
    func endAnswer() { take(.answerEnded) }
    func stop() { take(.stop) }

    func finish() async {
        await withCheckedContinuation { waiter in
            loop.post { [self] in
                perform(queue.handle(.answerEnded))
                if queue.isSilent { waiter.resume() } else { waiters.append(waiter) }
            }
        }
    }

    private func take(_ input: PlayQueue.Input) {
        loop.post { [self] in
            guard !hasFailed else { return }
            perform(queue.handle(input))
        }
    }

    private func perform(_ actions: [PlayQueue.Action]) {
        for action in actions {
            switch action {
            case .start: start()
            case .write(let sound):
                if let child, child.waitingInputBytes < Self.waitingBytesMax { child.write(sound) }
            case .endInput: child?.endInput()
            case .kill: child?.kill()
            case .silent:
                for waiter in waiters { waiter.resume() }
                waiters = []
            }
        }
    }

    private func start() {
        child = ChildProcess.start(command, on: loop) { [weak self] event in
            if case .ended(let exit) = event { self?.ended(exit) }
        }
    }

    private func ended(_ exit: ChildProcess.Exit) {
        child = nil
        switch exit {
        case .status(0), .signal: break
        case .status(let status): fail("\(command.program) ended with status \(status). Is there a sound card?")
        case .notStarted(let why): fail("\(command.program) cannot be started: \(why).")
        }
        perform(queue.handle(.playerEnded))
    }

    /// What waits would fail too.
    private func fail(_ why: String) {
        hasFailed = true
        _ = queue.handle(.stop)
        failed(why)
    }
}
