import Testing

/// The built simulation, called as `make sim` calls it.
@Suite("The simulation")
struct SimulationTests {
    /// Within one process a set is walked in the same order each time; another process walks it in another.
    @Test("Two processes make the same of the same seed", .timeLimit(.minutes(2)))
    func repeats() async throws {
        let first = try await Program.run("Simulation", ["--walks", "30", "--digest"])
        let second = try await Program.run("Simulation", ["--walks", "30", "--digest"])
        #expect(first.exitCode == 0)
        #expect(first.output.count > 8)
        #expect(first == second)
    }

    @Test("It ends with one line that sums up", .timeLimit(.minutes(2)))
    func summary() async throws {
        let result = try await Program.run("Simulation", ["--walks", "3", "--mutations", "50"])
        #expect(result.exitCode == 0)
        #expect(result.output == "simulation: 3 walks, 50 mutations in each dialect, seed 1, 0 failures\n")
    }

    @Test("What it does not understand is answered with its usage", .timeLimit(.minutes(1)))
    func usage() async throws {
        let result = try await Program.run("Simulation", ["--walks", "many"])
        #expect(result.exitCode == 2)
        #expect(result.output.hasPrefix("usage: Simulation"))
    }
}
