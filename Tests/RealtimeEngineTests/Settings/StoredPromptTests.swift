import Bytes
import RealtimeAPI
import RealtimeEngine
import Testing

@Suite("StoredPrompt")
struct StoredPromptTests {
    private var stand: UpdateStand {
        var stand = UpdateStand()
        stand.offer.prompts = [
            "greet": StoredPrompt(version: "2", instructions: "Greet {{name}} in {{language}}, {{name}}!"),
            "plain": StoredPrompt(instructions: "Be {{how}}."),
        ]
        return stand
    }

    typealias Row = (prompt: String, instructions: String)

    static let table: [Row] = [
        (#"{"id":"greet"}"#, "Greet {{name}} in {{language}}, {{name}}!"),
        (#"{"id":"greet","version":"2"}"#, "Greet {{name}} in {{language}}, {{name}}!"),
        (#"{"id":"greet","version":null,"variables":null}"#, "Greet {{name}} in {{language}}, {{name}}!"),
        (#"{"id":"greet","variables":{"name":"Ada","language":"German"}}"#, "Greet Ada in German, Ada!"),
        (#"{"id":"greet","variables":{"name":"Ada"}}"#, "Greet Ada in {{language}}, Ada!"),
        (
            #"{"id":"greet","variables":{"name":{"type":"input_text","text":"Ada"},"other":"x"}}"#,
            "Greet Ada in {{language}}, Ada!"
        ),
        // A value is what it is: nothing is put into it.
        (
            #"{"id":"greet","variables":{"name":"{{language}}","language":"{{name}}"}}"#,
            "Greet {{language}} in {{name}}, {{language}}!"
        ),
        (#"{"id":"plain","variables":{"how":"a\\b$0"}}"#, #"Be a\b$0."#),
    ]

    @Test("A stored prompt stands for the instructions, with the variables put in", arguments: table)
    func variables(_ row: Row) throws {
        var stand = stand
        try stand.update(#""prompt":\#(row.prompt)"#)
        #expect(stand.settings.instructions == row.instructions)
        #expect(stand.settings.prompt != nil)
    }

    @Test("What the session says itself wins over what is stored")
    func explicit() throws {
        var stand = stand
        try stand.update(#""prompt":{"id":"plain"},"instructions":"Mine.""#)
        #expect(stand.settings.instructions == "Mine.")
        #expect(stand.told("prompt.id") == "plain")
    }

    @Test(
        "What is not stored is refused where it was named",
        arguments: [
            (#"{"id":"none"}"#, "id"), (#"{"id":"greet","version":"1"}"#, "version"),
            (#"{"id":"plain","version":"1"}"#, "version"),
            (#"{"id":"plain","variables":{"how":{"type":"input_image"}}}"#, "variables.how"),
        ]
    )
    func refused(_ prompt: String, _ param: String) throws {
        var stand = stand
        #expect(stand.refusal(#""prompt":\#(prompt)"#)?.param == "session.prompt.\(param)")
        let error = #expect(throws: APIError.self) { try stand.overridden(#""prompt":\#(prompt)"#) }
        #expect(error?.param == "response.prompt.\(param)")
    }

    @Test("A response may have a stored prompt of its own")
    func ofOneResponse() throws {
        let stored = try stand.overridden(#""prompt":{"id":"plain","variables":{"how":"kind"}}"#)
        let explicit = try stand.overridden(#""prompt":{"id":"plain"},"instructions":"Mine.""#)
        #expect(stored.instructions == "Be kind." && explicit.instructions == "Mine.")
    }
}
