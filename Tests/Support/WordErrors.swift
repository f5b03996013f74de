/// Word errors of what was heard, added up over texts.
package struct WordErrors {
    package private(set) var errors = 0
    package private(set) var words = 0
    /// Texts that were heard without one.
    package private(set) var exact = 0
    package private(set) var count = 0

    package init() {}

    package var rate: Double { words == 0 ? 0 : Double(errors) / Double(words) }

    package mutating func add(_ heard: String, for text: String) {
        let (heard, said) = (heard.split(separator: " "), text.split(separator: " "))
        var row = Array(0...heard.count)
        for word in said {
            var diagonal = row[0]
            row[0] += 1
            for place in heard.indices {
                let change = diagonal + (heard[place] == word ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(change, diagonal + 1, row[place] + 1)
            }
        }
        errors += row[heard.count]
        words += said.count
        count += 1
        exact += row[heard.count] == 0 ? 1 : 0
    }
}
