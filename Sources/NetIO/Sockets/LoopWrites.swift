/// What the streams of a loop have to send, collected until the loop's turn ends: frames that were made in one turn
/// leave in one write. Confined to its loop.
final class LoopWrites {
    private var dirty: [TCPStream] = []
    private var flushing: [TCPStream] = []
    private var spare: [[UInt8]] = []

    /// Whether no stream waits for the end of the turn.
    var isEmpty: Bool { dirty.isEmpty }

    func add(_ stream: TCPStream) { dirty.append(stream) }

    /// Lets every stream send what it has. What becomes dirty meanwhile waits for the next turn, so that a fast reader
    /// does not keep the loop to itself.
    func flush() {
        guard !dirty.isEmpty else { return }
        swap(&dirty, &flushing)
        for stream in flushing { stream.flushIfDirty() }
        flushing.removeAll(keepingCapacity: true)
    }

    /// An empty buffer, with capacity if one is at hand: an idle connection has none of its own.
    func takeBuffer() -> [UInt8] { spare.popLast() ?? [] }

    /// Takes a buffer back. What a large message needed is given to the system.
    func giveBack(_ buffer: inout [UInt8]) {
        var taken: [UInt8] = []
        swap(&taken, &buffer)
        guard 1...Self.bufferBytesMax ~= taken.capacity, spare.count < Self.buffersMax else { return }
        taken.removeAll(keepingCapacity: true)
        spare.append(taken)
    }

    private static let bufferBytesMax = 64 * 1_024
    private static let buffersMax = 32
}
