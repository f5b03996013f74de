import Testing

/// A rule that cannot fail is worth nothing: each is given what it forbids, and what only looks like it.
@Suite("The rules can fail")
struct RulesCanFailTests {
    typealias Sample = (module: String, code: String)

    /// The code stands on line 2, so that a wrong line number is seen.
    private func file(_ sample: Sample, in folder: String = "Sources") -> SourceFile {
        SourceFile(path: "\(folder)/\(sample.module)/Sample.swift", text: "\n" + sample.code)
    }

    static let wrongImports: [Sample] = [
        ("Bytes", "import Foundation"),
        ("Bytes", "public import struct Foundation.Data"),
        ("Bytes", "@preconcurrency import Glibc"),
        ("Bytes", "    import Glibc"),
        ("Bytes", "import RealtimeAPI"),
        ("RealtimeAPI", "@_exported public import RealtimeEngine"),
        ("RealtimeEngine", "import Bytes; import Foundation"),
        ("RealtimeTesting", "import Synchronization"),
        ("antiphon", "import Foundation"),
        ("Simulation", "import Foundation"),
        ("JSONBench", "import RealtimeEngine"),
        ("Nowhere", "let one = 1"),
    ]

    @Test("A wrong import is seen", arguments: wrongImports)
    func wrongImport(_ sample: Sample) { #expect(Rules.imports(file(sample)).count == 1) }

    static let rightImports: [Sample] = [
        ("RealtimeEngine", "public import RealtimeAPI\ninternal import Bytes"),
        ("Bytes", "// import Foundation\n/* import Foundation */ let text = \"import Foundation\""),
    ]

    @Test("A right import passes", arguments: rightImports)
    func rightImport(_ sample: Sample) { #expect(Rules.imports(file(sample)) == []) }

    static let impure: [Sample] = [
        ("RealtimeEngine", "let now = ContinuousClock.now"),
        ("RealtimeEngine", "let now = Date()"),
        ("RealtimeEngine", "let die = Int.random(in: 1...6)"),
        ("RealtimeEngine", "let die = Int.random(\n    in: f(1)...6\n)\nf(using: x)"),
        ("RealtimeEngine", "names.shuffle()"),
        ("RealtimeEngine", "let name = names.randomElement()"),
        ("RealtimeEngine", "var dice = SystemRandomNumberGenerator()"),
        ("RealtimeEngine", "func wait() async {}"),
        ("RealtimeEngine", "let it = await value"),
        ("RealtimeEngine", "Task { }"),
        ("RealtimeEngine", "actor Session {}"),
        ("RealtimeEngine", "print(1)"),
        ("RealtimeEngine", "let text = \"\\(print(1))\""),
        ("RealtimeEngine", "Logger().info()"),
        ("RealtimeAPI", "let now = SuspendingClock().now"),
        ("RealtimeAPI", "let file = FileManager.default"),
        ("RealtimeAPI", "print(1)"),
        ("Bytes", "let id = UUID()"),
        ("Bytes", "dump(self)"),
        ("Bytes", "let order = key.hashValue"),
        ("RealtimeTesting", "print(1)"),
        ("RealtimeTesting", "let now = Date.now"),
    ]

    @Test("I/O in a module without is seen", arguments: impure)
    func impurity(_ sample: Sample) {
        let findings = Rules.purity(file(sample))
        #expect(findings.count == 1)
        #expect(findings.first?.line == 2)
    }

    static let pure: [Sample] = [
        ("RealtimeEngine", "let die = Int.random(in: 1...6, using: &dice)"),
        ("RealtimeEngine", "let die = Int.random(\n    in: f(1)...6,\n    using: &dice\n)"),
        ("RealtimeEngine", "// await print(1) at ContinuousClock.now"),
        ("RealtimeEngine", "let text = \"await print(1)\""),
        ("RealtimeEngine", "let text = #\"a \" print(1) \\(print(1))\"#"),
        ("RealtimeEngine", "let text = \"\"\"\n    print(1) \" await\n    \"\"\""),
        ("RealtimeEngine", "value.dump(1); let date = input.now; asyncValue = TaskID(1); func print(_ x: Int) {}"),
        ("antiphon", "print(1)"),
    ]

    @Test("What only looks like it passes", arguments: pure)
    func purity(_ sample: Sample) { #expect(Rules.purity(file(sample)) == []) }

    static let trapping = [
        "let a = try! f()", "let a = b as! Int", "fatalError(\"no\")", "let a = b!", "let a = f()!.c", "let a = b[0]!",
        "var a: Int!", "let a = \"1\".b!", "let a = \"1\"!", "let a = b! == c", "let a = \"\\(b!)\"", "let a = $0!",
        "let a = b!  // sound:", "let a = b!  // because", "let a: Set<Int>! = []",
    ]

    @Test("A trap is seen", arguments: trapping)
    func trap(_ code: String) { #expect(Rules.traps(file(("Bytes", code))).count == 1) }

    static let untrapping = [
        "let a = b != c", "let a = !b", "if !f(), !(a) { }", "let a = [!b]", "let a = b!=c", "// a!", "let a = \"b!\"",
        "let a = b!  // sound: it was looked up above", "try f()", "let a = b as? Int", "#if !os(Linux)",
    ]

    @Test("What cannot trap passes", arguments: untrapping)
    func noTrap(_ code: String) { #expect(Rules.traps(file(("Bytes", code))) == []) }

    @Test("A tab, and a line too long, are seen")
    func shape() {
        let long = String(repeating: "a", count: 121)
        #expect(Rules.shape(file(("Bytes", "\tlet a = 1"))).count == 1)
        #expect(Rules.shape(file(("Bytes", long))).count == 1)
        #expect(Rules.shape(file(("Bytes", String(long.dropLast())))) == [])
        let quoted = "let a = \"\"\"\n\(long)\n\"\"\""
        #expect(Rules.shape(file(("Bytes", quoted))).count == 1)
        #expect(Rules.shape(file(("BytesTests", quoted), in: "Tests")) == [])
        #expect(Rules.shape(file(("BytesTests", long), in: "Tests")).count == 1)
    }

    @Test("A file too long is seen, unless it is a table")
    func size() {
        let long = String(repeating: "let a = 1\n", count: 400)
        #expect(Rules.size(SourceFile(path: "Sources/Bytes/A.swift", text: long)) == [])
        #expect(Rules.size(SourceFile(path: "Sources/Bytes/A.swift", text: long + "let b = 1\n")).count == 1)
        #expect(Rules.size(file(("Bytes", Rules.tableMarker + "\n" + long))) == [])
        #expect(Rules.size(file(("Bytes", long + Rules.tableMarker))).count == 1)
    }

    static let leftovers = [
        "// TO" + "DO: later", "let a = 1  // FIX" + "ME", "// TO" + "DO (test: noSuchTest)", "// let a = 1", "// f(x)",
        "// if a {", "// }", "// return f(x)", "// import Bytes", "// private func f() -> Int",
    ]

    @Test("A leftover is seen", arguments: leftovers)
    func leftover(_ code: String) {
        #expect(Rules.leftovers(file(("Bytes", code)), tests: TidyTests.tests).count == 1)
    }

    static let explained = [
        "// TO" + "DO (test: explanation)", "// A sentence about f(x).", "/// f(x)", "// let us see",
        "// return (if any)",
        "let a = 1  // f(x)", "let toDo = \"TO" + "DO\"",
    ]

    @Test("A comment that explains passes", arguments: explained)
    func explanation(_ code: String) {
        #expect(Rules.leftovers(file(("Bytes", code)), tests: TidyTests.tests) == [])
    }

    @Test("@testable is seen")
    func testable() {
        #expect(Rules.testable(file(("BytesTests", "@testable import Bytes"), in: "Tests")).count == 1)
    }

    @Test("A module that ARCHITECTURE.md forgets is seen")
    func architecture() {
        let text = "Audio is below.\n\n| module | what |\n|---|---|\n| `Bytes`, RTP | bytes for Audio |\n"
        #expect(Rules.architecture(text, folders: ["Bytes", "RTP"]) == [])
        #expect(Rules.architecture(text, folders: ["Audio", "Byte"]).count == 2)
    }

    @Test("A placeholder beside other files is seen")
    func placeholders() {
        #expect(Rules.placeholders(["Sources/A/Placeholder.swift", "Sources/AB/B.swift"]) == [])
        #expect(Rules.placeholders(["Sources/A/Placeholder.swift", "Sources/A/B.swift"]).count == 1)
    }

    @Test("The address of a registry is seen", arguments: Rules.registries)
    func registry(_ host: String) {
        let findings = Rules.registryNames("a.md", text: "one\nget it from https://\(host)/simple\n")
        #expect(findings.map(\.description) == ["a.md:2: '\(host)' is the address of a package registry"])
    }
}
