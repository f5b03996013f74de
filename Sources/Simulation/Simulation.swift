import RealtimeAPI
import RealtimeTesting

/// Runs walks and mutations, tells what failed with the seed that shows it, and sums up.
struct Simulation {
    private let options: SimulationOptions
    private var failures = 0
    private var digest: UInt64 = 0

    init(_ options: SimulationOptions) { self.options = options }

    /// True: nothing failed.
    func run() -> Bool {
        var simulation = self
        simulation.walk()
        if options.onlyDigest {
            print(String(simulation.digest, radix: 16))
            return simulation.failures == 0
        }
        simulation.walkInPreview()
        simulation.mutate()
        simulation.mutate(in: .preview)
        print(
            "simulation: \(options.walks) walks, \(options.mutations) mutations in each dialect, "
                + "seed \(options.seed), \(simulation.failures) failures"
        )
        return simulation.failures == 0
    }

    private mutating func walk() {
        for index in 0..<options.walks {
            let seed = options.seed &+ UInt64(index)
            let outcome = Walk.run(seed: seed)
            digest = digest &* 31 &+ outcome.digest
            note(outcome, seed, "GA")
        }
    }

    /// A tenth as many: the engine is the same, and hears the same.
    private mutating func walkInPreview() {
        for index in 0..<options.walks / 10 {
            let seed = options.seed &+ UInt64(index)
            note(Walk.run(seed: seed, in: .preview), seed, "Preview")
        }
    }

    private mutating func note(_ outcome: Walk.Outcome, _ seed: UInt64, _ dialect: String) {
        guard let breach = outcome.breaches.first else { return }
        failures += 1
        print("SEED=\(seed) \(dialect) \(outcome.session): \(breach)")
    }

    private mutating func mutate(in table: DialectTable? = nil) {
        var campaign = MutationCampaign(seed: options.seed, in: table)
        campaign.run(options.mutations)
        failures += campaign.failures.count
        for failure in campaign.failures { print("SEED=\(options.seed) mutation: \(failure)") }
    }
}
