/// What must hold in every session, whatever happens (ARCHITECTURE.md tells each in words).
public enum Invariant: Int, Sendable, CaseIterable {
    case oneActiveResponse = 1
    case createdOnceDoneOnce
    case whatOpensCloses
    case turnsMatchSpeech
    case settingsOfTheBeginning
    case audioIsInOnePlace
    case nothingIsDropped
    case endsOnceAndWhole
    case sameInputSameOutput
    case everythingHasALimit
}

/// A breach of an invariant, in words.
public struct Breach: Sendable, Equatable, CustomStringConvertible {
    public var invariant: Invariant
    public var what: String

    public var description: String { "\(invariant.rawValue) \(invariant): \(what)" }
}
