import Bytes
import Testing

@Suite("Distinct names")
struct DistinctNamesTests {
    /// A name that counts how often it is compared.
    struct CountedName: Hashable {
        final class Counter { var comparisons = 0 }

        let value: Int
        let counter: Counter

        static func == (left: Self, right: Self) -> Bool {
            left.counter.comparisons += 1
            return left.value == right.value
        }

        func hash(into hasher: inout Hasher) { hasher.combine(value) }
    }

    @Test("The comparisons grow as the members do, not as their square")
    func isLinear() {
        let counter = CountedName.Counter()
        var names = DistinctNames<CountedName>()
        var earlier: [CountedName] = []
        for value in 0..<20_000 {
            let name = CountedName(value: value, counter: counter)
            let isNew = names.isNew(name, after: earlier)
            #expect(isNew)
            earlier.append(name)
        }
        #expect(counter.comparisons < 10 * 20_000)
    }

    @Test("A name that came before is not new, wherever it was", arguments: [1, 2, 15, 16, 17, 18, 100])
    func finds(_ count: Int) {
        for duplicate in 0..<count {
            var names = DistinctNames<Int>()
            for value in 0..<count {
                let isNew = names.isNew(value, after: 0..<value)
                #expect(isNew)
            }
            let isNew = names.isNew(duplicate, after: 0..<count)
            #expect(!isNew)
        }
    }

    @Test("Objects around the size where hashing begins refuse a second name", arguments: 1...40)
    func parser(_ count: Int) {
        let members = (0..<count).map { "\"n\($0)\":0" }.joined(separator: ",")
        for duplicate in [0, count / 2, count - 1] {
            #expect(throws: JSONError(.duplicateName("n\(duplicate)"), at: members.utf8.count + 2)) {
                try JSON(parsing: "{\(members),\"n\(duplicate)\":1}")
            }
        }
        #expect(throws: Never.self) { try JSON(parsing: "{\(members)}") }
    }
}
