public import RealtimeAPI

/// Counts the items of a session that were listened to, so that an engine knows the first turn from the second.
///
/// An item may be listened to twice, for two purposes or again for all of its audio; it keeps its number.
public struct ListenedItems: Sendable, Equatable {
    /// Items that are listened to at the same time are few; one that comes back after so many counts as new.
    static let rememberedMax = 128

    private var recent: [(item: ItemID, turn: Int)] = []
    private var count = 0

    public init() {}

    /// Which item of the session this is, counted from 1.
    public mutating func turn(of item: ItemID) -> Int {
        if let known = recent.last(where: { $0.item == item }) { return known.turn }
        count += 1
        if recent.count == Self.rememberedMax { recent.removeFirst() }
        recent.append((item, count))
        return count
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.recent.elementsEqual(right.recent) { $0 == $1 }
    }
}
