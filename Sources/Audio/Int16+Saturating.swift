extension Int16 {
    /// The nearest sample; what is beyond full scale is full scale, and what is no number is silence.
    @inline(__always)
    init(saturating value: Float) {
        if value >= 32_767 {
            self = .max
        } else if value > -32_768 {
            self = Int16(value + (value < 0 ? -0.5 : 0.5))
        } else {
            self = value <= -32_768 ? .min : 0
        }
    }
}
