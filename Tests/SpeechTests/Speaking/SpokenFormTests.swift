import Speech
import TestSupport
import Testing

@Suite("What is there for the eye is not spoken")
struct SpokenFormTests {
    @Test(
        "Markdown, tags, pictures and controls are left out",
        arguments: [
            ("Hello there.", "Hello there."),
            ("This is **very** *important*, `really`.", "This is very important, really."),
            ("# Title\n\n- one\n- two\n  * three\n> quoted", "Title one two three quoted"),
            ("See [the page](https://example.com/x?y=z) now ![alt](a.png).", "See the page now alt."),
            ("Go to https://example.com/a_b.", "Go to example.com/a b."),
            ("<speak>Hi<break time=\"1s\"/> you</speak>", "Hi you"),
            ("5 < 6 and 7 > 4", "5 < 6 and 7 > 4"),
            ("2 * 3 is 6, a*b*c", "2 * 3 is 6, abc"),
            ("Great 🎉🎉 work 👩‍👩‍👧 ❤️!", "Great work !"),
            ("a\u{0}b\u{7}c\u{202E}d", "a b cd"),
            ("| a | b |\n|---|---|", "a b"),
            ("one\n---\ntwo", "one two"),
            ("~~old~~ new", "old new"),
            ("#1 in C#", "1 in C#"),
            ("we are #1", "we are #1"),
            ("  spaces \t\n all  around ", "spaces all around"),
            ("😀", ""),
            ("e\u{301}a", "e\u{301}a"),
        ]
    )
    func table(_ source: String, _ spoken: String) {
        #expect(SpokenForm(source).spoken == spoken)
    }

    @Test("A word is told with what stands around it for the eye")
    func progress() {
        var progress = SpokenProgress(SpokenForm("🎉 **Hello** there,  [you](http://x.example) 🎉"))
        #expect(progress.form.spoken == "Hello there, you")
        #expect(progress.said("Hel") == "")
        #expect(progress.said("lo") == "🎉 **Hello**")
        #expect(progress.said(" there,") == " there,")
        #expect(progress.said(" you") == "  [you](http://x.example) 🎉")
        #expect(progress.finish() == "")
    }

    @Test("However a voice says it, the source is told letter for letter", arguments: Seed.some(300))
    func letters(_ seed: Seed) {
        var random = seed.generator
        let source = RandomText.text(&random)
        var progress = SpokenProgress(SpokenForm(source))
        var told = ""
        var rest = progress.form.spoken.unicodeScalars[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...9, using: &random))
            rest = rest.dropFirst(piece.count)
            told += progress.said(String(piece))
        }
        told += progress.finish()
        #expect(told.utf8.elementsEqual(source.utf8))
        #expect(!progress.form.spoken.contains("  "))
        // A voice that says more than it was given tells no more.
        #expect(progress.said("and more") == "")
    }
}
