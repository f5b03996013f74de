internal import NetIO
internal import RealtimeAPI
internal import RealtimeClient

/// Writes down what a file says, with a transcription session of a server. It carries a `Dictation`, and decides
/// nothing.
struct RemoteTranscriber: Sendable {
    let server: ServerAddress
    let model: String
    let language: String?

    func transcribe(
        _ file: SoundFile,
        note: @Sendable (String) -> Void,
        progress: @escaping @Sendable (SoundFile) -> Void
    ) async throws(CommandFailure) -> Transcript {
        let connector = try server.connector(on: NetIOConnector.sharedLoop)
        let connection: RealtimeConnection
        do throws(RealtimeClientError) {
            connection = try await RealtimeConnection.open(to: server.endpoint(.transcription), by: connector)
        } catch { throw server.failure(error) }
        let result = await converse(over: connection, file, note: note, progress: progress)
        await connection.close()
        switch result {
        case .success(let transcript): return transcript
        case .failure(.failed(let why)): throw .failed("\(file.path): \(why)")
        case .failure(.refused(let why)): throw server.refusal(401, why)
        }
    }

    private func converse(
        over connection: RealtimeConnection,
        _ file: SoundFile,
        note: @Sendable (String) -> Void,
        progress: @escaping @Sendable (SoundFile) -> Void
    ) async -> Result<Transcript, Dictation.Failure> {
        let inputs = Junction<Dictation.Input>()
        var sources = [
            Task { await connection.relay(to: inputs) },
            Task { while (try? await Task.sleep(for: .seconds(1))) != nil { await inputs.put(.tick) } },
        ]
        defer { for source in sources { source.cancel() } }
        var dictation = Dictation(model: model, language: language)
        while let input = await next(of: inputs) {
            for action in dictation.handle(input, at: EventLoop.now) {
                switch action {
                case .send(let event): try? await connection.send(event)
                case .sendSound: sources.append(Task { await Self.send(file, over: connection, inputs, progress) })
                case .note(let text): note(text + "\n")
                case .end(let result):
                    await inputs.close()
                    return result
                }
            }
        }
        return .failure(.failed("Interrupted."))
    }

    /// Control-C cancels the task, and then nothing else is waited for.
    private func next(of inputs: Junction<Dictation.Input>) async -> Dictation.Input? {
        await withTaskCancellationHandler {
            await inputs.next()
        } onCancel: {
            Task { await inputs.close() }
        }
    }

    private static func send(
        _ file: SoundFile,
        over connection: RealtimeConnection,
        _ inputs: Junction<Dictation.Input>,
        _ progress: @Sendable (SoundFile) -> Void
    ) async {
        do throws(CommandFailure) {
            let sent = try await SoundSender(connection, pace: nil).send(file, progress: progress)
            await inputs.put(.soundEnded(milliseconds: sent / 24))
        } catch {
            await inputs.put(.connectionEnded(error.text))
        }
    }
}
