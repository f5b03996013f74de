import Bytes
import MCP
import Testing

@Suite("What a tool gave, as text")
struct ToolOutputTests {
    @Test(
        "The table",
        arguments: [
            (#"{"content":[]}"#, ""),
            (#"{"content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}"#, "one\ntwo"),
            (#"{"content":[],"structuredContent":{"degrees":21}}"#, #"{"degrees":21}"#),
            (#"{"structuredContent":{"degrees":21}}"#, #"{"degrees":21}"#),
            (#"{"content":[{"type":"text","text":"21"}],"structuredContent":{"degrees":21}}"#, "21"),
            (
                #"{"content":[{"type":"image","mimeType":"image/png","data":"AAAAAAAA"}]}"#,
                "[image, image/png, 6 bytes]"
            ),
            (
                #"{"content":[{"type":"text","text":"Hear:"},{"type":"audio","data":"AAAA"}]}"#,
                "Hear:\n[audio, 3 bytes]"
            ),
            (
                #"{"content":[{"type":"resource_link","uri":"file:///a","name":"A"}]}"#,
                "[a link to file:///a, A]"
            ),
            (#"{"content":[{"type":"resource","resource":{"uri":"file:///a","text":"inside"}}]}"#, "inside"),
            (
                #"{"content":[{"type":"resource","resource":{"uri":"x:a","mimeType":"a/b","blob":"AAAA"}}]}"#,
                "[the resource x:a, a/b, 3 bytes]"
            ),
            (
                #"{"content":[{"type":"smell"},7]}"#,
                "[content of the type smell]\n[content of the type that it does not name]"
            ),
            (#"{"resultType":"complete","content":[{"type":"text","text":"one"}]}"#, "one"),
        ]
    )
    func table(_ result: String, _ wanted: String) throws {
        #expect(try answer(result) == .called(wanted))
    }

    @Test("A tool that asks for more than its arguments has failed here")
    func more() throws {
        guard case .failed(.tool(let why))? = try answer(#"{"resultType":"input_required","inputRequests":{}}"#) else {
            Issue.record("no failure of the tool")
            return
        }
        #expect(why.contains("input_required"))
    }

    private func answer(_ result: String) throws -> ToolAnswer? {
        var stand = MCPStand.open()
        stand.call(1)
        stand.answer(["result": try JSON(parsing: result)])
        return stand.answers.last?.answer
    }
}
