/// A point in time, told by whoever drives the engine; the engine has no clock.
public struct Moment: Sendable, Hashable, Comparable {
    /// Since an origin that the driver chooses and never changes.
    public var sinceOrigin: Duration

    public init(_ sinceOrigin: Duration = .zero) { self.sinceOrigin = sinceOrigin }

    public static func milliseconds(_ milliseconds: Int) -> Moment { Moment(.milliseconds(milliseconds)) }

    public static func < (left: Moment, right: Moment) -> Bool { left.sinceOrigin < right.sinceOrigin }
    public static func + (left: Moment, right: Duration) -> Moment { Moment(left.sinceOrigin + right) }
    public static func - (left: Moment, right: Moment) -> Duration { left.sinceOrigin - right.sinceOrigin }
}
