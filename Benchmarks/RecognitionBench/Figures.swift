import Foundation
import TestSupport

extension WordErrors {
    var description: String { String(format: "%.1f %% (%d of %d exact)", 100 * rate, exact, count) }
}

struct Spread {
    var values: [Double] = []

    func quantile(_ share: Double) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }

    /// As milliseconds.
    var description: String {
        String(
            format: "p50 %.0f, p99 %.0f, most %.0f ms (%d)",
            quantile(0.5) * 1_000,
            quantile(0.99) * 1_000,
            quantile(1) * 1_000,
            values.count
        )
    }
}

/// At once, also into a file, as it takes minutes.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

enum Machine {
    /// Seconds of this thread's work, so that neighbours on the machine do not count.
    static var threadSeconds: Double { seconds(CLOCK_THREAD_CPUTIME_ID) }
    static var wallSeconds: Double { seconds(CLOCK_MONOTONIC) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    static var residentMegabytes: Double {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return Double(pages.flatMap { Int($0[1]) } ?? 0) * Double(getpagesize()) / 1_048_576
    }
}
