/// The spectrum of the four overlapping quarters of a frame: their magnitudes at 129 frequencies.
///
/// The model has this as a convolution with 258 rows of 256; it is a Fourier transform under a Hann window, and here
/// it is a fast one. The four are transformed at once, a lane of each vector for each.
enum SileroTransform {
    typealias Lanes = SIMD4<Float>

    /// Samples that lie between the beginnings of two quarters.
    private static let hop = 128
    /// Two neighbouring samples are one complex number, so 256 samples take a transform of half the size.
    private static let size = 128
    private static let halvings = 7

    /// `samples`: 640. `rows`: four rows of magnitudes, `SileroWeights.bins` apart. `work`: 256 vectors.
    static func magnitudes(
        of samples: UnsafePointer<Float>,
        rows: UnsafeMutablePointer<Float>,
        work: UnsafeMutablePointer<Lanes>,
        _ weights: SileroWeights
    ) {
        let (real, imaginary) = (work, work + size)
        load(samples, real, imaginary, weights.window)
        transform(real, imaginary, weights.cosines)
        unfold(real, imaginary, weights.cosines, rows)
    }

    /// In the order of reversed bits, so that the transform ends in the order of frequencies.
    private static func load(
        _ samples: UnsafePointer<Float>,
        _ real: UnsafeMutablePointer<Lanes>,
        _ imaginary: UnsafeMutablePointer<Lanes>,
        _ window: UnsafePointer<Float>
    ) {
        var target = 0
        for index in 0..<size {
            let pair = samples + 2 * index
            let (even, odd) = (lanes(pair), lanes(pair + 1))
            real[target] = even * window[2 * index]
            imaginary[target] = odd * window[2 * index + 1]
            target = successor(ofReversed: target)
        }
    }

    private static func lanes(_ first: UnsafePointer<Float>) -> Lanes {
        Lanes(first[0], first[hop], first[2 * hop], first[3 * hop])
    }

    /// Counts upwards with the lowest bit on the left.
    private static func successor(ofReversed number: Int) -> Int {
        var bit = size >> 1
        var number = number
        while number & bit != 0 {
            number ^= bit
            bit >>= 1
        }
        return number | bit
    }

    private static func transform(
        _ real: UnsafeMutablePointer<Lanes>,
        _ imaginary: UnsafeMutablePointer<Lanes>,
        _ cosines: UnsafePointer<Float>
    ) {
        var half = 1
        while half < size {
            let step = 128 / half
            for offset in 0..<half {
                let angle = offset &* step
                let cosine = cosines[angle]
                // The sine is the cosine a quarter of a turn before.
                let sine = cosines[(angle &+ 192) & 255]
                var low = offset
                while low < size {
                    let high = low &+ half
                    let turnedReal = real[high] * cosine + imaginary[high] * sine
                    let turnedImaginary = imaginary[high] * cosine - real[high] * sine
                    real[high] = real[low] - turnedReal
                    imaginary[high] = imaginary[low] - turnedImaginary
                    real[low] += turnedReal
                    imaginary[low] += turnedImaginary
                    low &+= 2 &* half
                }
            }
            half &*= 2
        }
    }

    /// Takes apart what the even and the odd samples gave, and joins them to the transform of all.
    private static func unfold(
        _ real: UnsafePointer<Lanes>,
        _ imaginary: UnsafePointer<Lanes>,
        _ cosines: UnsafePointer<Float>,
        _ rows: UnsafeMutablePointer<Float>
    ) {
        for low in 0...size / 2 {
            let high = (size &- low) & (size &- 1)
            let evenReal = (real[low] + real[high]) * 0.5
            let evenImaginary = (imaginary[low] - imaginary[high]) * 0.5
            let oddReal = (imaginary[low] + imaginary[high]) * 0.5
            let oddImaginary = (real[high] - real[low]) * 0.5
            let cosine = cosines[low]
            let sine = cosines[(low &+ 192) & 255]
            let turnedReal = oddReal * cosine + oddImaginary * sine
            let turnedImaginary = oddImaginary * cosine - oddReal * sine
            store(evenReal + turnedReal, evenImaginary + turnedImaginary, rows + low)
            store(evenReal - turnedReal, evenImaginary - turnedImaginary, rows + (size &- low))
        }
    }

    private static func store(_ real: Lanes, _ imaginary: Lanes, _ column: UnsafeMutablePointer<Float>) {
        let magnitude = (real * real + imaginary * imaginary).squareRoot()
        for lane in 0..<4 { column[lane &* SileroWeights.bins] = magnitude[lane] }
    }
}
