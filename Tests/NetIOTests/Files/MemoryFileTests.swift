import Foundation
import NetIO
import Testing

@Suite("Files in memory")
struct MemoryFileTests {
    @Test("One is read at its path, from the beginning, while it is there")
    func read() throws {
        var file = MemoryFile()
        let path = try #require(file?.path)
        #expect(file?.append("a word\n") == true)
        #expect(file?.append(contentsOf: #filePath) == true)
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "a word\n" + source)
        #expect(file?.append(contentsOf: "/nowhere") == false)
        // Its number may be another file's by now, but what was in it is gone.
        file = nil
        #expect((try? String(contentsOfFile: path, encoding: .utf8))?.hasPrefix("a word") != true)
    }
}
