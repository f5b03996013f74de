/// Makes answers heard. Nothing here waits but `finish`.
protocol SoundPlayer: AnyObject, Sendable {
    /// PCM16 at 24 kHz, to be heard after what came before.
    func play(_ sound: [UInt8])
    /// What follows belongs to another answer.
    func endAnswer()
    /// Silence, at once.
    func stop()
    /// Returns when all has been heard.
    func finish() async
}
