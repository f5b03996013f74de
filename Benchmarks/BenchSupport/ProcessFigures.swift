import Foundation

/// What the kernel knows of a process.
package struct ProcessFigures: Sendable {
    package let id: Int32

    package init(id: Int32) { self.id = id }

    /// CPU time of all its threads that live, in seconds. Of nanoseconds' precision, where `stat` has hundredths.
    package var cpuSeconds: Double {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")) ?? []
        return threads.reduce(0) { sum, thread in
            let text = Self.read("/proc/\(id)/task/\(thread)/schedstat")
            return sum + (text.split(separator: " ").first.flatMap { Double($0) } ?? 0) / 1e9
        }
    }

    /// Resident memory in bytes.
    package var residentBytes: Int {
        for line in Self.read("/proc/\(id)/status").split(separator: "\n") where line.hasPrefix("VmRSS:") {
            return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
        }
        return 0
    }

    private static func read(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
