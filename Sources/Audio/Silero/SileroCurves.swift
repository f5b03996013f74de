/// The two curves of the model's memory, four numbers at a time.
///
/// The exponential is that of the Cephes library: good to two units in the last place between -87 and 87, and what is
/// beyond is taken for the border, so that nothing overflows.
enum SileroCurves {
    typealias Lanes = SIMD4<Float>

    static func sigmoid(_ x: Lanes) -> Lanes { 1 / (1 + exponential(-x)) }

    static func hyperbolicTangent(_ x: Lanes) -> Lanes { 2 * sigmoid(2 * x) - 1 }

    private static func exponential(_ x: Lanes) -> Lanes {
        var x = x.replacing(with: 87, where: x .> 87)
        x.replace(with: -87, where: x .< -87)
        // The sum has no room for a fraction: its last bits are the nearest whole number of halvings.
        let shifted = x * 1.442_695 + 12_582_912
        let whole = shifted - 12_582_912
        let rest = x - whole * 0.693_359_375 + whole * 2.121_944_4e-4
        var sum = rest * 1.987_569_1e-4 + 1.398_199_9e-3
        sum = sum * rest + 8.333_452e-3
        sum = sum * rest + 4.166_579_6e-2
        sum = sum * rest + 0.166_666_65
        sum = sum * rest + 0.5
        sum = sum * rest * rest + rest + 1
        let bits = unsafeBitCast(shifted, to: SIMD4<UInt32>.self)
        return sum * unsafeBitCast((bits &+ 127) &<< 23, to: Lanes.self)
    }
}
