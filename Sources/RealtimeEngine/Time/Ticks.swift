/// A length of audio, or a position in it, counted in ticks of 1/24,000 s.
///
/// A sample of PCM at 24 kHz is one tick, a G.711 sample three, so positions survive a change of format. Milliseconds
/// are only for the wire.
public struct Ticks: Sendable, Hashable, Comparable {
    public static let perSecond = 24_000
    public static let perMillisecond = 24
    public static let zero = Ticks(0)

    public var count: Int

    public init(_ count: Int) { self.count = count }

    public static func milliseconds(_ milliseconds: Int) -> Ticks { Ticks(milliseconds * perMillisecond) }

    /// Whole milliseconds that have passed.
    public var milliseconds: Int { count / Self.perMillisecond }
    /// Whole milliseconds in which that much fits.
    public var millisecondsRoundedUp: Int { (count + Self.perMillisecond - 1) / Self.perMillisecond }
    public var seconds: Double { Double(count) / Double(Self.perSecond) }
    /// The fewest nanoseconds in which so much sounds: `Ticks(ticks.duration) == ticks`. Away from zero, because the
    /// way back goes towards it.
    public var duration: Duration {
        let (seconds, rest) = count.quotientAndRemainder(dividingBy: Self.perSecond)
        let away = count < 0 ? 1 - Self.perSecond : Self.perSecond - 1
        return .seconds(seconds) + .nanoseconds((rest * 1_000_000_000 + away) / Self.perSecond)
    }

    /// The ticks that fit into a duration.
    public init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let fraction = attoseconds / 1_000_000_000 * Int64(Self.perSecond) / 1_000_000_000
        self.init(Int(seconds) * Self.perSecond + Int(fraction))
    }

    public static func < (left: Ticks, right: Ticks) -> Bool { left.count < right.count }
    public static func + (left: Ticks, right: Ticks) -> Ticks { Ticks(left.count + right.count) }
    public static func - (left: Ticks, right: Ticks) -> Ticks { Ticks(left.count - right.count) }
    public static func += (left: inout Ticks, right: Ticks) { left.count += right.count }
    public static func -= (left: inout Ticks, right: Ticks) { left.count -= right.count }
}
