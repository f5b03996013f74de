/// Durations as people write them: `500ms`, `10s`, `60m`, `2h`.
enum DurationText {
    private static let units: [(suffix: String, milliseconds: Int)] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000),
    ]

    static func parse(_ text: String) -> Duration? {
        quantity(text, units.map { ($0.suffix, $0.milliseconds) }).map { .milliseconds($0) }
    }

    /// In the largest unit that leaves a whole number; an hour is shown as minutes, as people do.
    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
        if milliseconds == 0 { return "0s" }
        let fitting = units.filter { $0.milliseconds < 3_600_000 && milliseconds.isMultiple(of: $0.milliseconds) }
        let unit = milliseconds.isMultiple(of: 86_400_000) ? units.last : fitting.last
        return unit.map { "\(milliseconds / $0.milliseconds)\($0.suffix)" } ?? "\(milliseconds)ms"
    }
}

/// Sizes in bytes, with binary units: `4096`, `64KiB`, `21MiB`.
enum SizeText {
    private static let units: [(suffix: String, bytes: Int)] = [
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
    ]

    static func parse(_ text: String) -> Int? { quantity(text, units.map { ($0.suffix, $0.bytes) } + [("", 1)]) }

    static func text(_ bytes: Int) -> String {
        let unit = units.last { bytes > 0 && bytes.isMultiple(of: $0.bytes) }
        return unit.map { "\(bytes / $0.bytes)\($0.suffix)" } ?? "\(bytes)"
    }
}

/// Digits and a unit, with nothing between them; nil also where the product does not fit.
private func quantity(_ text: String, _ units: [(suffix: String, factor: Int)]) -> Int? {
    let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let count = Int(Substring(digits)),
        let unit = units.first(where: { $0.suffix == text.dropFirst(digits.count) })
    else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.factor)
    return overflow ? nil : product
}
