/// A release, and which releases a manifest lets in.
struct Version: Sendable, Comparable, CustomStringConvertible {
    let numbers: [Int]
    let isPrerelease: Bool

    var description: String { numbers.map(String.init).joined(separator: ".") }

    /// Nil: no version.
    init?(_ text: some StringProtocol) {
        let bare = text.first == "v" ? text.dropFirst() : text[...]
        let core = bare.prefix { $0.isNumber || $0 == "." }
        numbers = core.split(separator: ".").compactMap { Int($0) }
        guard !numbers.isEmpty, core.first != "." else { return nil }
        let rest = bare[core.endIndex...]
        isPrerelease = rest.hasPrefix("-") || ["a", "b", "rc", "dev"].contains { rest.hasPrefix($0) }
    }

    init(_ numbers: [Int]) {
        self.numbers = numbers
        isPrerelease = false
    }

    static func < (left: Self, right: Self) -> Bool {
        let count = max(left.numbers.count, right.numbers.count)
        func padded(_ version: Version) -> [Int] {
            version.numbers + [Int](repeating: 0, count: count - version.numbers.count)
        }
        let (one, other) = (padded(left), padded(right))
        if one != other { return one.lexicographicallyPrecedes(other) }
        return left.isPrerelease && !right.isPrerelease
    }

    /// `1.2.3` with place 1 counted up: `1.3`.
    func raised(at place: Int) -> Version {
        var raised = Array(numbers.prefix(place + 1))
        guard place < raised.count else { return self }
        raised[place] = raised[place] &+ 1
        return Version(raised)
    }
}

/// The newest release that a requirement lets in; all that matters is on which side of a floor it lies.
struct Newest: Sendable {
    let version: Version
    /// The version itself is let in.
    let isIncluded: Bool

    /// Nil: no upper end, or one that says nothing (`*`, an address, a branch).
    init?(_ requirement: String, in registry: SDK.Registry) {
        let parts = requirement.split { $0 == "," || $0 == " " && registry == .npm }.map { String($0).trimmed }
        guard !requirement.holds("||"), !requirement.holds("://") else { return nil }
        let ends = parts.compactMap { Self.end(of: $0, in: registry) }
        guard let lowest = ends.min(by: { $0.version < $1.version }) else { return nil }
        self = lowest
    }

    private init(_ version: Version, _ isIncluded: Bool) {
        self.version = version
        self.isIncluded = isIncluded
    }

    private static func end(of part: String, in registry: SDK.Registry) -> Newest? {
        let mark = part.prefix { "=<>~^!".contains($0) }
        let text = part.dropFirst(mark.count).drop { $0 == " " }
        if registry == .nuget, let first = part.first, first == "[" || first == "(" {
            return part.last == "]" ? Version(part.dropFirst().prefix { $0 != "]" }).map { Newest($0, true) } : nil
        }
        guard let version = Version(text) else { return nil }
        let hasWildcard = text.contains("x") || text.contains("*")
        switch String(mark) {
        case "<": return Newest(version, false)
        case "<=": return Newest(version, true)
        case "^":
            let place = version.numbers.firstIndex { $0 > 0 } ?? max(0, version.numbers.count - 1)
            return Newest(version.raised(at: place), false)
        case "~": return Newest(version.raised(at: min(1, version.numbers.count - 1)), false)
        case "~=", "~>": return Newest(version.raised(at: max(0, version.numbers.count - 2)), false)
        case "", "=", "==", "===":
            return hasWildcard ? Newest(version.raised(at: version.numbers.count - 1), false) : Newest(version, true)
        default: return nil
        }
    }

    /// What is below `1.0.0` lets in no prerelease of it.
    func isBelow(_ floor: Version) -> Bool { isIncluded ? version < floor : version <= Version(floor.numbers) }
}

/// A library that a manifest or a lock names.
struct Dependency: Sendable {
    let sdk: SDK
    let requirement: String
    let file: String
    let line: Int
    let column: Int
    let offset: Int

    /// Nil: what it lets in speaks GA.
    func finding(isUsed: Bool) -> Finding? {
        let message: String
        if let floor = sdk.floor {
            guard let floor = Version(floor), let newest = Newest(requirement, in: sdk.registry), newest.isBelow(floor)
            else { return nil }
            message =
                "\(sdk.name) \(requirement) speaks the Preview, whatever its code says; GA from "
                + "\(sdk.floor ?? ""): its session is "
                + "refused with beta_api_shape_disabled, or its events are never heard."
        } else {
            message = "\(sdk.name) speaks the Preview and will never speak GA: the connection is refused."
        }
        guard isUsed || sdk.isOnlyRealtime else { return nil }
        var finding = Finding(
            sdk.floor == nil && sdk.isOnlyRealtime ? .previewSDK : .sdkVersion,
            .sure,
            at: offset,
            in: file,
            message,
            remedy: sdk.instead
        )
        finding.line = line
        finding.column = column
        return finding
    }
}
