/// The sums of products that most of the time is spent in.
///
/// A row of weights is read once for several columns of input, and a column once for several rows, since reading is
/// what they wait for. Four lanes, so that all that is summed up stays in the registers of every machine.
extension SileroWeights.Layer {
    typealias Lanes = SIMD4<Float>

    /// What is negative becomes zero.
    @inline(__always)
    private static func rectified(_ sum: Float) -> Float { sum > 0 ? sum : 0 }

    @inline(__always)
    private static func load(_ pointer: UnsafePointer<Float>) -> Lanes {
        UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
    }

    /// Four columns of input that begin `step` apart; a row of output for each, `rows` long.
    func rectifiedProducts4(
        _ input: UnsafePointer<Float>,
        step: Int,
        _ output: UnsafeMutablePointer<Float>
    ) {
        let columns = (input, input + step, input + 2 * step, input + 3 * step)
        var row = 0
        while row < rows {
            let (upper, lower) = (weights + row &* width, weights + (row &+ 1) &* width)
            var sums = (Lanes(), Lanes(), Lanes(), Lanes(), Lanes(), Lanes(), Lanes(), Lanes())
            var index = 0
            while index < width {
                let (up, down) = (Self.load(upper + index), Self.load(lower + index))
                var column = Self.load(columns.0 + index)
                sums.0 += up * column
                sums.1 += down * column
                column = Self.load(columns.1 + index)
                sums.2 += up * column
                sums.3 += down * column
                column = Self.load(columns.2 + index)
                sums.4 += up * column
                sums.5 += down * column
                column = Self.load(columns.3 + index)
                sums.6 += up * column
                sums.7 += down * column
                index &+= 4
            }
            let (first, second) = (bias[row], bias[row &+ 1])
            let place = output + row
            place[0] = Self.rectified(sums.0.sum() + first)
            place[1] = Self.rectified(sums.1.sum() + second)
            place[rows] = Self.rectified(sums.2.sum() + first)
            place[rows &+ 1] = Self.rectified(sums.3.sum() + second)
            place[2 &* rows] = Self.rectified(sums.4.sum() + first)
            place[2 &* rows &+ 1] = Self.rectified(sums.5.sum() + second)
            place[3 &* rows] = Self.rectified(sums.6.sum() + first)
            place[3 &* rows &+ 1] = Self.rectified(sums.7.sum() + second)
            row &+= 2
        }
    }

    /// Two columns of input that begin `step` apart.
    func rectifiedProducts2(
        _ input: UnsafePointer<Float>,
        step: Int,
        _ output: UnsafeMutablePointer<Float>
    ) {
        let other = input + step
        var row = 0
        while row < rows {
            let start = weights + row &* width
            var sums = (Lanes(), Lanes(), Lanes(), Lanes(), Lanes(), Lanes(), Lanes(), Lanes())
            var index = 0
            while index < width {
                let (left, right) = (Self.load(input + index), Self.load(other + index))
                var weight = Self.load(start + index)
                sums.0 += weight * left
                sums.1 += weight * right
                weight = Self.load(start + index + width)
                sums.2 += weight * left
                sums.3 += weight * right
                weight = Self.load(start + index + 2 &* width)
                sums.4 += weight * left
                sums.5 += weight * right
                weight = Self.load(start + index + 3 &* width)
                sums.6 += weight * left
                sums.7 += weight * right
                index &+= 4
            }
            let place = output + row
            let bias = bias + row
            place[0] = Self.rectified(sums.0.sum() + bias[0])
            place[1] = Self.rectified(sums.2.sum() + bias[1])
            place[2] = Self.rectified(sums.4.sum() + bias[2])
            place[3] = Self.rectified(sums.6.sum() + bias[3])
            place[rows] = Self.rectified(sums.1.sum() + bias[0])
            place[rows &+ 1] = Self.rectified(sums.3.sum() + bias[1])
            place[rows &+ 2] = Self.rectified(sums.5.sum() + bias[2])
            place[rows &+ 3] = Self.rectified(sums.7.sum() + bias[3])
            row &+= 4
        }
    }

    func rectifiedProducts(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>) {
        products(input, output)
        for row in 0..<rows { output[row] = Self.rectified(output[row]) }
    }

    /// One column of input.
    func products(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>) {
        var row = 0
        while row < rows {
            let start = weights + row &* width
            var even = (Lanes(), Lanes(), Lanes(), Lanes())
            var odd = (Lanes(), Lanes(), Lanes(), Lanes())
            var index = 0
            while index < width {
                let (left, right) = (Self.load(input + index), Self.load(input + index + 4))
                let first = start + index
                even.0 += Self.load(first) * left
                odd.0 += Self.load(first + 4) * right
                even.1 += Self.load(first + width) * left
                odd.1 += Self.load(first + width + 4) * right
                even.2 += Self.load(first + 2 &* width) * left
                odd.2 += Self.load(first + 2 &* width + 4) * right
                even.3 += Self.load(first + 3 &* width) * left
                odd.3 += Self.load(first + 3 &* width + 4) * right
                index &+= 8
            }
            output[row] = (even.0 + odd.0).sum() + bias[row]
            output[row &+ 1] = (even.1 + odd.1).sum() + bias[row &+ 1]
            output[row &+ 2] = (even.2 + odd.2).sum() + bias[row &+ 2]
            output[row &+ 3] = (even.3 + odd.3).sum() + bias[row &+ 3]
            row &+= 4
        }
    }
}
