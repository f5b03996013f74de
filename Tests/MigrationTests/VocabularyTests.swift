import Migration
import RealtimeAPI
import Testing

@Suite("The words of check")
struct VocabularyTests {
    @Test("They are those of the dialect that the server translates")
    func fields() {
        let moved = DialectTable.preview.fieldChanges(in: .realtime).filter { $0.own?.contains(":") == false }
        #expect(moved.count > 8)
        for change in moved {
            guard let own = change.own, let ga = change.ga else { continue }
            #expect(Vocabulary.movedFields[own]?.hasPrefix(ga) == true, "\(own)")
        }
    }
}
