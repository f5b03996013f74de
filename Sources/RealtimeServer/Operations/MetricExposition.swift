extension Metric {
    /// The metric in Prometheus' text format 0.0.4.
    var exposition: String {
        let head = "# HELP \(name) \(help.escaped(quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
        return head + samples.map { "\(name)\($0.exposition)\n" }.joined()
    }
}

extension MetricSample {
    fileprivate var exposition: String {
        let pairs = labels.map { "\($0.name)=\"\($0.value.escaped(quotes: true))\"" }
        return suffix + (pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") + " \(Self.text(value))"
    }

    /// Whole numbers without a point, as people write them.
    static func text(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? value.description }
}

extension String {
    /// A help escapes backslash and line feed, a label's value quotation marks too.
    fileprivate func escaped(quotes: Bool) -> String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\"" where quotes: text += "\\\""
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
