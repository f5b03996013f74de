/// Finds out whether the names of an object are distinct, without quadratic work on a hostile object.
///
/// Few names are compared one by one, which costs no allocation; from there on they are hashed.
package struct DistinctNames<Name: Hashable> {
    /// Up to this many members, comparing is cheaper than hashing.
    package static var comparedMax: Int { 16 }

    private var hashed: Set<Name> = []

    package init() {}

    /// Whether `name` is none of `earlier`, all of which were asked about before, in this order.
    package mutating func isNew(_ name: Name, after earlier: some Collection<Name>) -> Bool {
        if hashed.isEmpty {
            if earlier.count < Self.comparedMax { return !earlier.contains(name) }
            hashed = Set(earlier)
        }
        return hashed.insert(name).inserted
    }
}
