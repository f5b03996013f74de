import Commands
import Testing

@Suite("Lines")
struct LineBufferTests {
    @Test("A line comes when it is whole, without its end, and the last one may have none")
    func lines() {
        var buffer = LineBuffer()
        #expect(buffer.takeLine() == nil)
        buffer.add("one\r\ntw".utf8)
        #expect(buffer.takeLine() == "one")
        #expect(buffer.takeLine() == nil)
        buffer.add("o\n\nthree".utf8)
        #expect(buffer.takeLine() == "two")
        #expect(buffer.takeLine() == "")
        #expect(buffer.takeLine() == nil)
        buffer.hasEnded = true
        #expect(buffer.takeLine() == "three")
        #expect(buffer.takeLine() == nil)
    }

    @Test("What is longer than a line may be is cut")
    func long() {
        var buffer = LineBuffer()
        let most = LineBuffer.lineBytesMax
        buffer.add(String(repeating: "x", count: most + 5).utf8)
        #expect(buffer.takeLine()?.utf8.count == most)
        #expect(buffer.takeLine() == nil)
        buffer.add("\n".utf8)
        #expect(buffer.takeLine() == "xxxxx")
    }
}
