import Glibc

/// `--walks N --mutations N --digest`, and `SEED` in the environment.
struct SimulationOptions {
    static let usage = """
        usage: Simulation [--walks N] [--mutations N] [--digest]
        SEED=n begins with another seed; a failure prints the one that shows it.
        """

    var walks = 100_000
    var mutations = 1_000_000
    /// Print only what stands for all that was done, to compare runs.
    var onlyDigest = false
    var seed: UInt64 = 1

    init?(arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        while let option = rest.popFirst() {
            switch option {
            case "--walks":
                guard let count = rest.popFirst().flatMap({ Int($0) }), count >= 0 else { return nil }
                walks = count
            case "--mutations":
                guard let count = rest.popFirst().flatMap({ Int($0) }), count >= 0 else { return nil }
                mutations = count
            case "--digest": onlyDigest = true
            default: return nil
            }
        }
        guard let text = getenv("SEED") else { return }
        guard let given = UInt64(String(cString: text)) else { return nil }
        seed = given
    }
}
