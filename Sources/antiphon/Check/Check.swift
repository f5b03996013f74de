import Commands
import Glibc
import Migration

/// `antiphon check`: brings the files to the rules, and the findings to the terminal.
enum Check {
    static func run(_ arguments: [String]) async -> Answer {
        let options: CheckOptions
        do throws(CheckOptions.Mistake) {
            options = try CheckOptions(arguments)
        } catch {
            return Answer(text: error.text + "\n`antiphon check --help` says what there is.", exitCode: .wrongUsage)
        }
        if options.showsRules { return Answer(text: Rule.list(asJSON: options.isJSON), exitCode: .done) }
        var check = FileCheck()
        check.readsMarkdown = options.readsMarkdown
        var walk = FileWalk(check, looksIntoIgnored: options.looksIntoIgnored, excluded: options.excluded)
        for path in options.paths { walk.add(path) }
        let (project, unread) = await read(walk.files, check)
        let findings = project.finished().filter { finding in
            (options.rules.isEmpty || options.rules.contains(finding.rule))
                && (!options.isSureOnly || finding.certainty == .sure)
        }
        for complaint in walk.unreadable + unread { complain(complaint) }
        if options.fixes || options.showsDiff { change(findings, options) }
        say(
            options.isJSON
                ? findings.map(\.json).joined(separator: "\n") : Report.text(findings, filesRead: project.filesRead)
        )
        let missing = options.paths.contains { access($0, R_OK) != 0 }
        return Answer(text: "", exitCode: missing ? .wrongUsage : findings.isEmpty ? .done : .failed)
    }

    private static let batch = 64

    /// On every core; what comes back is joined in the order of the files.
    private static func read(_ files: [String], _ check: FileCheck) async -> (Project, unread: [String]) {
        var project = Project()
        var unread: [String] = []
        var progress = Progress(of: files.count)
        let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let batches = stride(from: 0, to: files.count, by: batch).map {
            Array(files[$0..<min(files.count, $0 + batch)])
        }
        await withTaskGroup(of: [Result].self) { group in
            var next = batches.makeIterator()
            func start() { if let files = next.next() { group.addTask { files.map { read($0, check) } } } }
            for _ in 0..<(cores * 2) { start() }
            while let results = await group.next() {
                start()
                for result in results {
                    project.add(result.report)
                    if let complaint = result.complaint { unread.append(complaint) }
                }
                progress.add(results.count)
            }
        }
        progress.end()
        return (project, unread.sorted())
    }

    private struct Result: Sendable {
        let report: FileReport
        var complaint: String?
    }

    private static func read(_ path: String, _ check: FileCheck) -> Result {

        let max = check.isTraffic(path) ? FileCheck.trafficBytesMax : FileCheck.bytesMax
        guard let bytes = FileBytes.read(path, max: max) else {
            let reason = errno == EFBIG ? "larger than \(max >> 20) MiB, not read" : FileWalk.reason(errno)
            return Result(report: FileReport(path: path), complaint: "\(path): \(reason)")
        }
        return Result(report: check.check(bytes, path: path))
    }

    /// The changes of each file: shown first, then made if that is what was asked.
    private static func change(_ findings: [Finding], _ options: CheckOptions) {
        for (file, found) in Dictionary(grouping: findings, by: \.file).sorted(by: { $0.key < $1.key }) {
            guard let bytes = FileBytes.read(file, max: FileCheck.bytesMax), let source = SourceText(bytes),
                let patch = Patch(found, to: source, path: file)
            else { continue }
            say(patch.diff)
            if options.fixes, !FileBytes.replace(file, with: source.encoded(patch.text)) {
                complain("\(file): cannot be changed: \(FileWalk.reason(errno))")
            }
        }
    }

    static func say(_ text: String) { put(text.isEmpty ? "" : text + "\n", on: STDOUT_FILENO) }
    static func complain(_ text: String) { put("antiphon check: \(text)\n", on: STDERR_FILENO) }

    static func put(_ text: String, on descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

/// How far it is, on a terminal.
private struct Progress {
    private let total: Int
    private var done = 0
    private var shown = 0
    private let isShown = isatty(STDERR_FILENO) == 1

    init(of total: Int) { self.total = total }

    mutating func add(_ count: Int) {
        done += count
        let percent = total > 0 ? done * 100 / total : 100
        guard isShown, total > 500, percent != shown else { return }
        shown = percent
        let bar = String(repeating: "#", count: percent / 4)
        Check.put(
            "\r[\(bar)\(String(repeating: " ", count: 25 - bar.count))] \(done) of \(total) files",
            on: STDERR_FILENO
        )
    }

    func end() { if isShown, shown > 0 { Check.put("\r\u{1B}[K", on: STDERR_FILENO) } }
}
