/// The clauses of a text that is there, each cut when it is asked for: a long text costs nobody anything at once. Its
/// first is as long as the others.
struct ClauseFeed: Sendable {
    private static let sliceScalars = 2_048

    private var rest: Substring.UnicodeScalarView
    private var clauses = Clauses(isFirst: false)
    private var ready: ArraySlice<String> = []
    private var isWhole = false

    init(_ text: String) { rest = text[...].unicodeScalars }

    mutating func next() -> String? {
        while ready.isEmpty, !isWhole {
            let slice = rest.prefix(Self.sliceScalars)
            rest = rest.dropFirst(Self.sliceScalars)
            isWhole = rest.isEmpty
            ready = clauses.append(String(slice))[...]
            if isWhole { ready += clauses.finish() }
        }
        return ready.popFirst()
    }
}
