/// Which models, or at Azure deployments, a key may use: by the names that its clients say.
public enum ModelScope: Sendable, Equatable {
    case all
    case only(Set<String>)

    public func allows(_ model: String) -> Bool {
        switch self {
        case .all: true
        case .only(let models): models.contains(model)
        }
    }
}
