/// What is asked of this program.
struct Options: Sendable {
    enum Part: String, Sendable, CaseIterable {
        case listening, load, memory, knee, neighbours
    }

    struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    static let help = """
        Usage: ServerBench [options]        measures servers side by side
               ServerBench echo [--tls-certificate FILE --tls-key FILE]   is the bare echo

          --server PATH     the program whose `serve` is measured (beside this one if not given)
          --root DIR        the repository, for the peers (the current directory)
          --loops N         how many loops the server gets (its own choice)
          --sessions N      sessions that speak (100)
          --idle N          sessions that say nothing, for the memory (500)
          --seconds N       how long each measurement takes (10)
          --parts A,B       which: listening, load, memory, knee, neighbours (all)
          --url URL         a server that runs already, ws://… or wss://…; its key is in ANTIPHON_API_KEY
          --pid N           its process, for CPU and memory
          --short           few sessions and seconds, and no peers: to see that all is well
          --json            an object instead of a table
        """

    var server: String?
    var root = "."
    var loops: Int?
    var sessions = 100
    var idle = 500
    var seconds = 10
    var parts = Set(Part.allCases)
    var url: String?
    var pid: Int32?
    var isShort = false
    var printsJSON = false
    var certificateFile: String?
    var keyFile: String?

    init(_ arguments: some Sequence<String>) throws(Mistake) {
        var rest = Array(arguments)[...]
        while let flag = rest.popFirst() {
            switch flag {
            case "--server": server = try Self.value(of: flag, &rest)
            case "--root": root = try Self.value(of: flag, &rest)
            case "--loops": loops = try Self.number(of: flag, &rest)
            case "--sessions": sessions = try Self.number(of: flag, &rest)
            case "--idle": idle = try Self.number(of: flag, &rest)
            case "--seconds": seconds = try Self.number(of: flag, &rest)
            case "--parts": parts = try Self.parts(try Self.value(of: flag, &rest))
            case "--url": url = try Self.value(of: flag, &rest)
            case "--pid": pid = Int32(clamping: try Self.number(of: flag, &rest))
            case "--tls-certificate": certificateFile = try Self.value(of: flag, &rest)
            case "--tls-key": keyFile = try Self.value(of: flag, &rest)
            case "--json": printsJSON = true
            case "--short":
                isShort = true
                (sessions, idle, seconds) = (20, 100, 3)
                parts = [.load, .memory, .neighbours]
            default: throw Mistake(description: "'\(flag)' is no option.\n\(Self.help)")
            }
        }
    }

    private static func value(of flag: String, _ rest: inout ArraySlice<String>) throws(Mistake) -> String {
        guard let value = rest.popFirst() else { throw Mistake(description: "\(flag) needs a value.") }
        return value
    }

    private static func number(of flag: String, _ rest: inout ArraySlice<String>) throws(Mistake) -> Int {
        guard let number = Int(try value(of: flag, &rest)), number > 0 else {
            throw Mistake(description: "\(flag) needs a number of 1 or more.")
        }
        return number
    }

    private static func parts(_ text: String) throws(Mistake) -> Set<Part> {
        var parts: Set<Part> = []
        for name in text.split(separator: ",") {
            guard let part = Part(rawValue: String(name)) else {
                throw Mistake(description: "'\(name)' is none of load, memory, knee, neighbours.")
            }
            parts.insert(part)
        }
        return parts
    }
}
