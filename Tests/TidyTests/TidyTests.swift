import Testing

/// The rules of the design that a machine can check. Each is shown to fail in `RulesCanFailTests`.
@Suite("Tidy")
struct TidyTests {
    static let sources = SourceFile.all(under: "Sources")
    static let benchmarks = SourceFile.all(under: "Benchmarks")
    static let tests = SourceFile.all(under: "Tests")
    static let all = sources + benchmarks + tests

    @Test("There are files to look at")
    func files() {
        #expect(!Self.sources.isEmpty && !Self.benchmarks.isEmpty && !Self.tests.isEmpty)
    }

    @Test("Only the drawn imports", arguments: sources + benchmarks)
    func imports(_ file: SourceFile) { expectNone(Rules.imports(file)) }

    @Test("Sans-IO stays sans-IO", arguments: sources)
    func purity(_ file: SourceFile) { expectNone(Rules.purity(file)) }

    @Test("Nothing that a peer sends ends the process", arguments: sources)
    func traps(_ file: SourceFile) { expectNone(Rules.traps(file)) }

    @Test("Lines have no tabs and at most 120 columns", arguments: all)
    func shape(_ file: SourceFile) { expectNone(Rules.shape(file)) }

    @Test("A file is read in a sitting", arguments: sources)
    func size(_ file: SourceFile) { expectNone(Rules.size(file)) }

    @Test("What is left for later has a test, and no code is in comments", arguments: all)
    func leftovers(_ file: SourceFile) { expectNone(Rules.leftovers(file, tests: Self.tests)) }

    @Test("Tests use what users use", arguments: tests)
    func testable(_ file: SourceFile) { expectNone(Rules.testable(file)) }

    @Test("ARCHITECTURE.md, once it is there, names every module")
    func architecture() {
        guard let text = SourceFile.text(at: "ARCHITECTURE.md") else { return }
        expectNone(Rules.architecture(text, folders: SourceFile.folders(in: "Sources")))
    }

    @Test("A placeholder goes when the first file comes")
    func placeholders() { expectNone(Rules.placeholders(Self.all.map(\.path))) }

    @Test("No address of a package registry")
    func registries() {
        let paths = SourceFile.paths(under: "").filter { !$0.hasPrefix("protocol/") }
        #expect(paths.contains("Package.swift") && paths.contains("scripts/test.sh"))
        for path in paths {
            guard let text = SourceFile.text(at: path) else { continue }
            expectNone(Rules.registryNames(path, text: text))
        }
    }

    private func expectNone(_ findings: [Finding], _ location: SourceLocation = #_sourceLocation) {
        for finding in findings { Issue.record("\(finding)", sourceLocation: location) }
    }
}
