/// Which generation of the API somebody speaks.
public enum DialectName: String, Sendable, CaseIterable {
    case ga
    case preview
}
