/// How far a file is, told now and then.
package struct Progress: Sendable, Equatable {
    package enum Place: Sendable, Equatable {
        /// One line, written again and again.
        case terminal
        /// A line for each tenth.
        case lines
    }

    private let file: String
    private let place: Place
    private var told = -1

    package init(_ file: String, at place: Place) {
        self.file = file
        self.place = place
    }

    /// What to print; nil where nothing is new.
    package mutating func report(position: Int, of size: Int) -> String? {
        let percent = size > 0 ? min(100, Int(Double(position) / Double(size) * 100)) : 100
        let step = place == .terminal ? percent : percent / 10 * 10
        guard step != told else { return nil }
        told = step
        return place == .terminal ? "\r\(file): \(step) %" : "\(file): \(step) %\n"
    }

    /// What stands in the line goes, so that the next can be printed.
    package func end() -> String { place == .terminal ? "\r\u{1B}[K" : "" }
}
