import Migration
import Testing

@Suite("What --fix does")
struct FixTests {
    private func fixed(_ text: String, _ path: String) throws -> String {
        let source = SourceText(text)
        let report = FileCheck().check(Array(text.utf8), path: path)
        let patch = try #require(Patch(report.findings, to: source, path: path))
        return String(decoding: patch.text, as: UTF8.self)
    }

    typealias Row = (name: String, path: String, before: String, after: String)

    static let rows: [Row] = [
        (
            "a header on a line of its own", "a.py", "h = {\n    \"A\": 1,\n    \"OpenAI-Beta\": \"realtime=v1\",\n}\n",
            "h = {\n    \"A\": 1,\n}\n"
        ),
        ("a header among others", "a.ts", "h = { A: 1, \"OpenAI-Beta\": \"realtime=v1\" };", "h = { A: 1 };"),
        ("a sub-protocol", "a.ts", "p = [\"realtime\", \"openai-beta.realtime-v1\"];", "p = [\"realtime\"];"),
        (
            "a header set by assignment", "a.py", "h = {}\nh[\"OpenAI-Beta\"] = \"realtime=v1\"\nf(h)\n",
            "h = {}\nf(h)\n"
        ),
        (
            "an event's name", "a.ts", "case \"response.audio_transcript.done\":",
            "case \"response.output_audio_transcript.done\":"
        ),
        (
            "an Azure address", "a.py", "u = f\"wss://{h}/openai/realtime?api-version={v}&deployment={d}\"\n",
            "u = f\"wss://{h}/openai/v1/realtime?model={d}\"\n"
        ),
        (
            "a session on one line", "a.ts",
            "send({ type: \"session.update\", session: { voice: \"alloy\", temperature: 0.8, instructions: \"Hi\" "
                + "} });",
            "send({ type: \"session.update\", session: { type: \"realtime\", audio: {output: {voice: \"alloy\"}}, "
                + "instructions: \"Hi\" } });"
        ),
        (
            "a session in JSON, without a comma too many", "a.json",
            "{\"type\": \"session.update\", \"session\": {\"instructions\": \"Hi\", \"voice\": \"alloy\", "
                + "\"temperature\": 1}}",
            "{\"type\": \"session.update\", \"session\": { \"type\": \"realtime\", \"audio\": {\"output\": "
                + "{\"voice\": \"alloy\"}},"
                + "\"instructions\": \"Hi\"}}"
        ),
        (
            "a session of which nothing stays", "a.json",
            "{\"type\": \"session.update\", \"session\": {\"input_audio_format\": \"g711_ulaw\"}}",
            "{\"type\": \"session.update\", \"session\": { \"type\": \"realtime\", \"audio\": {\"input\": {\"format\": "
                + "{\"type\": \"audio/pcmu\"}}}}}"
        ),
        (
            "modalities of a response", "a.py",
            "e = {\"type\": \"response.create\", \"response\": {\"modalities\": [\"text\", \"audio\"]}}",
            "e = {\"type\": \"response.create\", \"response\": {\"output_modalities\": [\"audio\"]}}"
        ),
        (
            "a rate", "a.py",
            "s = {\"type\": \"session.update\", \"session\": {\"type\": \"realtime\", \"audio\": {\"input\": "
                + "{\"format\": "
                + "{\"type\": \"audio/pcm\"}}}}}",
            "s = {\"type\": \"session.update\", \"session\": {\"type\": \"realtime\", \"audio\": {\"input\": "
                + "{\"format\": "
                + "{\"type\": \"audio/pcm\", \"rate\": 24000}}}}}"
        ),
        (
            "the Preview half of an SDK", "a.py", "async with client.beta.realtime.connect(model=m) as c: pass",
            "async with client.realtime.connect(model=m) as c: pass"
        ),
    ]

    @Test("A safe change is made and leaves the rest alone", arguments: rows)
    func change(_ row: Row) throws {
        let after = try fixed(row.before, row.path)
        #expect(after == row.after)
        // What was mended is not found again.
        let left = FileCheck().check(Array(after.utf8), path: row.path).findings.filter { !$0.edits.isEmpty }
        #expect(left.isEmpty, "\(left.map(\.json))")
    }

    static let untouched: [(path: String, text: String)] = [
        ("a.py", "if new:\n    h[\"OpenAI-Beta\"] = \"realtime=v1\"\n"),
        ("a.ts", "send({ type: \"session.update\", session: { ...defaults, voice: \"alloy\" } });"),
        ("a.ts", "send({ type: \"session.update\", session: { voice, input_audio_format: format } });"),
        ("a.go", "s := map[string]any{\"type\": \"transcription_session.update\"}"),
    ]

    @Test("What a person must decide is left alone", arguments: untouched)
    func left(_ row: (path: String, text: String)) {
        let report = FileCheck().check(Array(row.text.utf8), path: row.path)
        #expect(!report.findings.isEmpty)
        #expect(Patch(report.findings, to: SourceText(row.text), path: row.path) == nil)
    }

    @Test("The diff shows the lines that change and no others")
    func diff() throws {
        let text = "a = 1\nif t == \"response.text.delta\":\n    b = 2\n"
        let report = FileCheck().check(Array(text.utf8), path: "a.py")
        let patch = try #require(Patch(report.findings, to: SourceText(text), path: "a.py"))
        #expect(
            patch.diff == """
                --- a.py
                +++ a.py
                @@ -2,1 +2,1 @@
                -if t == "response.text.delta":
                +if t == "response.output_text.delta":

                """
        )
    }

    @Test("The stale programs of the corpus have nothing left that --fix could do", arguments: Annotated.all)
    func corpus(_ program: Annotated) throws {
        let report = FileCheck().check(Array(program.text.utf8), path: program.path)
        guard let patch = Patch(report.findings, to: SourceText(program.text), path: program.path) else { return }
        let again = FileCheck().check(patch.text, path: program.path).findings
        #expect(again.count < report.findings.count)
        #expect(again.allSatisfy { $0.edits.isEmpty }, "\(again.filter { !$0.edits.isEmpty }.map(\.json))")
    }
}
