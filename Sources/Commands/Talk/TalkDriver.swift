internal import NetIO
internal import RealtimeAPI
internal import RealtimeClient

/// Carries one `Talk`: it decides nothing.
struct TalkDriver: Sendable {
    private let options: TalkOptions
    private let console: Console
    private let file: SoundFile?
    private let recorder: SoundRecorder?
    private let player: (any SoundPlayer)?
    private let tools: SoundTools
    /// That of the programs that play and record.
    private let environment: [String: String]
    private let inputs = Junction<Talk.Input>()

    /// Opens what is named before anybody is called.
    init(
        _ options: TalkOptions,
        _ tools: SoundTools,
        _ environment: [String: String],
        _ console: Console
    ) throws(CommandFailure) {
        self.options = options
        self.console = console
        self.tools = tools
        self.environment = SoundTools.environment(of: environment)
        if options.source == .microphone, tools.recorder == nil {
            throw .failed("There is no arecord here; install the package alsa-utils, or talk by keyboard.")
        }
        file = if case .file(let path, _) = options.source { try SoundFile(path) } else { nil }
        recorder = if let path = options.save { try SoundRecorder(path) } else { nil }
        let program = options.isSilent || options.wantsTextOnly ? nil : tools.player
        player = program.map { [inputs, environment = self.environment] program in
            ProgramPlayer(program, environment, on: NetIOConnector.sharedLoop) { why in
                Task { await inputs.put(.playerFailed(why)) }
            }
        }
    }

    func run(_ interrupts: AsyncStream<Void>) async throws(CommandFailure) -> Talk.End {
        let connector = try options.server.connector(on: NetIOConnector.sharedLoop)
        let connection: RealtimeConnection
        do throws(RealtimeClientError) {
            let endpoint = options.server.endpoint(.conversation(model: options.model))
            connection = try await RealtimeConnection.open(to: endpoint, by: connector)
        } catch { throw options.server.failure(error) }
        let end = await converse(over: connection, interrupts)
        await connection.close()
        try recorder?.finish()
        return end
    }

    private var setup: Talk.Setup {
        let source: Talk.Setup.Source =
            switch options.source {
            case .keyboard: .lines(fromTerminal: console.inputIsTerminal)
            case .file: .file
            case .microphone: .microphone
            }
        var setup = Talk.Setup(source)
        setup.voice = options.voice
        setup.instructions = options.instructions
        setup.plays = player != nil
        // Sound that nobody hears and nobody keeps need not be made.
        setup.wantsSound = !options.wantsTextOnly && (player != nil || recorder != nil)
        return setup
    }

    private func converse(over connection: RealtimeConnection, _ interrupts: AsyncStream<Void>) async -> Talk.End {
        let sources = [
            Task { [inputs] in await connection.relay(to: inputs) },
            Task { await tick() },
        ]
        let ear = Task {
            for await _ in interrupts {
                await inputs.put(.interrupted)
                player?.stop()
            }
        }
        var talk = Talk(setup)
        var others: [Task<Void, Never>] = []
        var end = Talk.End.done
        conversation: while let input = await inputs.next() {
            for action in talk.handle(input, at: EventLoop.now) {
                switch action {
                case .send(let event): try? await connection.send(event)
                case .print(let text): console.print(text)
                case .note(let text): console.note(text + "\n")
                case .readLine:
                    others.append(Task { await inputs.put(console.readLine().map { .line($0) } ?? .linesEnded) })
                case .sendSound: others.append(Task { await sendSound(to: connection) })
                case .play(let sound):
                    player?.play(sound)
                    do throws(CommandFailure) { try recorder?.append(sound) } catch {
                        end = .failed(error.text)
                        break conversation
                    }
                case .answerEnded: player?.endAnswer()
                case .stopPlaying: player?.stop()
                case .end(let how):
                    end = how
                    break conversation
                }
            }
        }
        for source in sources + others { source.cancel() }
        await inputs.close()
        await player?.finish()
        ear.cancel()
        return end
    }

    private func tick() async {
        while (try? await Task.sleep(for: .seconds(1))) != nil { await inputs.put(.tick) }
    }

    private func sendSound(to connection: RealtimeConnection) async {
        switch options.source {
        case .keyboard: break
        case .file(_, let isFast): await sendFile(to: connection, pace: isFast ? nil : .milliseconds(20))
        case .microphone: await sendRecording(to: connection)
        }
    }

    private func sendFile(to connection: RealtimeConnection, pace: Duration?) async {
        guard let file else { return }
        do throws(CommandFailure) {
            try await SoundSender(connection, pace: pace).send(file)
            await inputs.put(.soundEnded)
        } catch {
            await inputs.put(.connectionEnded(error.text))
        }
    }

    private func sendRecording(to connection: RealtimeConnection) async {
        guard let recorder = tools.recorder else { return }
        for await sound in Microphone.sound(by: recorder, environment, on: NetIOConnector.sharedLoop) {
            switch sound {
            case .piece(let bytes): try? await connection.append(audio: bytes)
            case .failed(let why): await inputs.put(.microphoneFailed(why))
            }
        }
    }
}
