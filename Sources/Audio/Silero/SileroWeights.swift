internal import CSilero

/// Where each table of the weights lies, in the order of `scripts/silero-weights.py`. They are read where they are in
/// the program: nothing is loaded and nothing is laid out.
struct SileroWeights: @unchecked Sendable {
    typealias Table = UnsafePointer<Float>

    struct Layer {
        /// Row by row.
        let weights: Table
        let bias: Table
        /// Numbers in a row.
        let width: Int
        let rows: Int
    }

    let window: Table
    /// Of the 256 angles of a turn.
    let cosines: Table
    let convolutions: (Layer, Layer, Layer, Layer)
    let memory: Layer
    let output: Layer
    /// Whether the tables are all that there is.
    let isWhole: Bool

    /// 129 magnitudes, and what fills them up to whole vectors.
    static let bins = 136
    static let memorySize = 128
    static let shared = SileroWeights(silero_weights())

    private init(_ start: Table) {
        var next = start
        func take(_ count: Int) -> Table {
            defer { next += count }
            return next
        }
        func layer(_ rows: Int, _ width: Int) -> Layer {
            Layer(weights: take(rows * width), bias: take(rows), width: width, rows: rows)
        }
        window = take(256)
        cosines = take(256)
        convolutions = (layer(128, 3 * Self.bins), layer(64, 3 * 128), layer(64, 2 * 64), layer(128, 64))
        memory = layer(4 * Self.memorySize, 2 * Self.memorySize)
        output = layer(1, Self.memorySize)
        isWhole = next == start + silero_weights_count()
    }
}
