import Foundation

/// What the kernel knows of a process.
struct ProcessFigures: Sendable {
    let id: Int32

    /// CPU time of all its threads that live, in seconds. Of nanoseconds' precision, where `stat` has hundredths.
    var cpuSeconds: Double {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")) ?? []
        return threads.reduce(0) { sum, thread in
            let text = Self.read("/proc/\(id)/task/\(thread)/schedstat")
            return sum + (text.split(separator: " ").first.flatMap { Double($0) } ?? 0) / 1e9
        }
    }

    /// Resident memory in bytes.
    var residentBytes: Int {
        for line in Self.read("/proc/\(id)/status").split(separator: "\n") where line.hasPrefix("VmRSS:") {
            return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
        }
        return 0
    }

    private static func read(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
