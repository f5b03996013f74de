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
        simulation.mutate()
        print(
            "simulation: \(options.walks) walks, \(options.mutations) mutations, seed \(options.seed), "
                + "\(simulation.failures) failures"
        )
        return simulation.failures == 0
    }

    private mutating func walk() {
        for index in 0..<options.walks {
            let seed = options.seed &+ UInt64(index)
            let outcome = Walk.run(seed: seed)
            digest = digest &* 31 &+ outcome.digest
            guard let breach = outcome.breaches.first else { continue }
            failures += 1
            print("SEED=\(seed) \(outcome.session): \(breach)")
        }
    }

    private mutating func mutate() {
        var campaign = MutationCampaign(seed: options.seed)
        campaign.run(options.mutations)
        failures += campaign.failures.count
        for failure in campaign.failures { print("SEED=\(options.seed) mutation: \(failure)") }
    }
}
