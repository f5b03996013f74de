import Glibc

// The long simulation: `make sim`. It ends with one line, and with 1 if anything failed.
let options = SimulationOptions(arguments: CommandLine.arguments.dropFirst())
guard let options else {
    print(SimulationOptions.usage)
    exit(2)
}
exit(Simulation(options).run() ? 0 : 1)
