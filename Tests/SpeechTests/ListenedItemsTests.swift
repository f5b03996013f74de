import RealtimeAPI
import Speech
import Testing

@Suite("The items that were listened to")
struct ListenedItemsTests {
    @Test("They are counted from 1, and each keeps its number")
    func counts() {
        var items = ListenedItems()
        #expect(["a", "a", "b", "c", "a", "b"].map { items.turn(of: ItemID($0)) } == [1, 1, 2, 3, 1, 2])
    }

    @Test("Old ones are forgotten, the count goes on")
    func forgets() {
        var items = ListenedItems()
        for number in 1...1_000 { #expect(items.turn(of: ItemID("item_\(number)")) == number) }
        #expect(items.turn(of: "item_1000") == 1_000)
        #expect(items.turn(of: "item_1") == 1_001)
    }
}
