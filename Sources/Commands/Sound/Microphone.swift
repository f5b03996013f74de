internal import NetIO

/// What a program records, as it comes: PCM16 at 24 kHz, in whole samples.
enum Microphone {
    /// What nobody takes is forgotten, the oldest first: some seconds of it.
    private static let piecesMax = 256

    enum Sound: Sendable {
        case piece([UInt8])
        case failed(String)
    }

    /// The program ends with the reading.
    static func sound(
        by program: String,
        _ environment: [String: String],
        on loop: EventLoop
    ) -> AsyncStream<Sound> {
        let (sounds, feed) = AsyncStream.makeStream(of: Sound.self, bufferingPolicy: .bufferingNewest(piecesMax))
        let command = ChildCommand(program, arguments: SoundTools.arguments, environment: environment)
        loop.post {
            // Half a sample, until its other half comes. It stays on the loop.
            nonisolated(unsafe) var half: [UInt8] = []
            let child = ChildProcess.start(command, on: loop) { event in
                switch event {
                case .output(let bytes):
                    let all = half + bytes
                    let whole = all.count - all.count % 2
                    half = Array(all[whole...])
                    feed.yield(.piece(Array(all[..<whole])))
                case .ended(let exit):
                    feed.yield(.failed(describe(exit, program)))
                    feed.finish()
                }
            }
            feed.onTermination = { _ in loop.post { child.kill() } }
        }
        return sounds
    }

    private static func describe(_ exit: ChildProcess.Exit, _ program: String) -> String {
        switch exit {
        case .status(let status): "\(program) ended with status \(status). Is there a microphone?"
        case .signal(let signal): "\(program) was ended by signal \(signal)."
        case .notStarted(let why): "\(program) cannot be started: \(why)."
        }
    }
}
