import Commands
import Testing

@Suite("A conversation at the terminal")
struct TalkTests {
    private func check(
        _ setup: Talk.Setup,
        _ text: String,
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(TalkTranscript.run(text, setup) == text, sourceLocation: location)
    }

    private func setup(_ source: Talk.Setup.Source, _ change: (inout Talk.Setup) -> Void = { _ in }) -> Talk.Setup {
        var setup = Talk.Setup(source)
        change(&setup)
        return setup
    }

    private static let piped = Talk.Setup.Source.lines(fromTerminal: false)
    private static let typed = Talk.Setup.Source.lines(fromTerminal: true)

    @Test("Each line is a turn, and the next is read when it is answered")
    func lines() {
        check(
            setup(Self.typed) {
                $0.wantsSound = false
                $0.instructions = "Be brief."
            },
            """
            @0 < created
              > {"type":"session.update","session":{"type":"realtime","output_modalities":["text"],"instructions":"Be brief.","audio":{}}}
            @1 < updated
              ! Write something and press Return. Control-D ends.
              | > 
              = readLine
            @2 line Hello
              > {"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello"}]}}
              > {"type":"response.create"}
            @3 < answer
            @4 < words i Good
              | Good
            @5 < words i  morning.
              |  morning.
            @6 < done completed
              | ⏎
              = answerEnded
              | > 
              = readLine
            @7 line \u{20}
              | > 
              = readLine
            @8 end of lines
              | ⏎
              = end done
            """
        )
    }

    @Test("From a pipe come no prompts; sound is asked for with its voice, played, and kept going to its end")
    func piped() {
        check(
            setup(Self.piped) { $0.voice = "marin" },
            """
            @0 < created
              > {"type":"session.update","session":{"type":"realtime","output_modalities":["audio"],"audio":{"output":{"format":{"type":"audio/pcm","rate":24000},"voice":"marin"}}}}
            @1 < updated
              = readLine
            @2 line Hello
              > {"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello"}]}}
              > {"type":"response.create"}
            @3 < answer
            @4 < sound i 100
              = play 100 ms
            @5 < words i Hi.
              | Hi.
            @6 < done completed
              | ⏎
              = answerEnded
              = readLine
            @7 end of lines
              = end done
            """
        )
    }

    @Test(
        "An answer that fails is told, the next line is read, and a pipe's exit code says so",
        arguments: [true, false]
    )
    func failure(_ fromTerminal: Bool) {
        let prompt = fromTerminal ? "\n  | > " : ""
        let start = fromTerminal ? "\n  ! Write something and press Return. Control-D ends." : ""
        check(
            setup(.lines(fromTerminal: fromTerminal)) { $0.wantsSound = false },
            """
            @0 < created
              > {"type":"session.update","session":{"type":"realtime","output_modalities":["text"],"audio":{}}}
            @1 < updated\(start)\(prompt)
              = readLine
            @2 line x
              > {"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]}}
              > {"type":"response.create"}
            @3 < answer
            @4 < {"type":"response.done","response":{"status":"failed","status_details":{"error":{"message":"Gone."}}}}
              = answerEnded
              ! The answer failed: Gone.\(prompt)
              = readLine
            @5 line y
              > {"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"y"}]}}
              > {"type":"response.create"}
            @6 < error too_long Too long.
              ! The server says: Too long.\(prompt)
              = readLine
            @7 < error again Too long.
              ! The server says: Too long.
            @8 end of lines\(fromTerminal ? "\n  | ⏎" : "")
              = end \(fromTerminal ? "done" : "doneWithTrouble")
            """
        )
    }

    private static let hears = """
        @0 < created
          > {"type":"session.update","session":{"type":"realtime","output_modalities":["audio"],"audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":{"model":"gpt-4o-transcribe"},"turn_detection":{"type":"server_vad"}},"output":{"format":{"type":"audio/pcm","rate":24000}}}}}
        """

    @Test("A file is a turn: words as they are heard, when what happened, and the end after the answer")
    func file() {
        check(
            setup(.file),
            Self.hears + """

                @100 < updated
                  = sendSound
                @512 < started i 84
                  ! 0.412 s  speech started, at 0.084 s of the sound
                @1000 < piece i What is
                  | you: What is
                @1500 < piece i  it?
                  |  it?
                @2733 < stopped i 2612
                  | ⏎
                  ! 2.633 s  speech stopped, at 2.612 s of the sound
                @2734 < committed i
                @2735 < answer
                @2740 < heard i What is it?
                @2750 < words a It is
                  | answer: It is
                @2756 < sound a 100
                  = play 100 ms
                @2760 < words a  this.
                  |  this.
                @3000 sound sent
                  > {"type":"session.update","session":{"type":"realtime"}}
                @3001 < updated
                @3002 < done completed
                  | ⏎
                  ! 2.656 s  first sound of the answer, 0.023 s after speech stopped
                  = answerEnded
                  ! 2.902 s  answer done
                  = end done
                """
        )
    }

    @Test("A transcript that comes whole, and after the answer began, has a line of its own")
    func lateTranscript() {
        check(
            setup(.file),
            Self.hears + """

                @0 < updated
                  = sendSound
                @1 < started i 0
                  ! 0.001 s  speech started, at 0.000 s of the sound
                @2 < committed i
                @3 < answer
                @4 < words a It
                  | answer: It
                @5 < heard i What?
                  | ⏎you: What?
                  | ⏎
                @6 < words a  is.
                  | answer:  is.
                """
        )
    }

    @Test("What no silence ended is ended when all was heard, and answered")
    func openTurn() {
        check(
            setup(.file),
            Self.hears + """

                @0 < updated
                  = sendSound
                @1 < started i 0
                  ! 0.001 s  speech started, at 0.000 s of the sound
                @2 sound sent
                  > {"type":"session.update","session":{"type":"realtime"}}
                @3 < updated
                  > {"type":"input_audio_buffer.commit"}
                  > {"type":"response.create"}
                @4 < committed i
                @5 < answer
                @6 < done completed
                  = answerEnded
                  ! 0.006 s  answer done
                  = end done
                """
        )
    }

    @Test("A file without speech ends, and says so")
    func noSpeech() {
        check(
            setup(.file),
            Self.hears + """

                @0 < updated
                  = sendSound
                @2 sound sent
                  > {"type":"session.update","session":{"type":"realtime"}}
                @3 < updated
                  = end failed("The server heard no speech in the file.")
                """
        )
    }

    @Test("Two turns of a file: the first answer is interrupted where it was heard, the end comes after the second")
    func interruption() {
        check(
            setup(.file),
            Self.hears + """

                @0 < updated
                  = sendSound
                @1 < started i 0
                  ! 0.001 s  speech started, at 0.000 s of the sound
                @2 < committed i
                @3 < answer
                @4 < sound a 2000
                  = play 2000 ms
                @504 < started j 500
                  ! 0.004 s  first sound of the answer
                  ! 0.504 s  speech started, at 0.500 s of the sound
                  = stopPlaying
                  > {"type":"conversation.item.truncate","item_id":"a","content_index":0,"audio_end_ms":500}
                @505 < sound a 1000
                @506 < done cancelled
                  = answerEnded
                  ! 0.506 s  answer interrupted
                @507 sound sent
                  > {"type":"session.update","session":{"type":"realtime"}}
                @508 < committed j
                @509 < updated
                @510 < answer
                @511 < sound b 100
                  = play 100 ms
                @512 < done completed
                  ! 0.511 s  first sound of the answer
                  = answerEnded
                  ! 0.512 s  answer done
                  = end done
                """
        )
    }

    @Test("Who only keeps the sound has nothing to interrupt; at the microphone it goes on until Control-C")
    func microphone() {
        check(
            setup(.microphone) { $0.plays = false },
            Self.hears + """

                @0 < updated
                  ! Speak; with headphones, or it hears itself. Control-C ends.
                  = sendSound
                @1 < started i 0
                  ! 0.001 s  speech started, at 0.000 s of the sound
                @2 < committed i
                @3 < answer
                @4 < sound a 2000
                  = play 2000 ms
                @5 < started j 0
                  ! 0.004 s  first sound of the answer
                  ! 0.005 s  speech started, at 0.000 s of the sound
                @6 < done cancelled
                  = answerEnded
                  ! 0.006 s  answer interrupted
                @100000 tick
                @100001 silent no sound card
                  ! The answer cannot be played: no sound card
                @100002 interrupt
                  = end done
                @100003 < done completed
                """
        )
    }

    @Test(
        "What ends it before it began is told",
        arguments: [
            ("< error invalid_api_key Wrong.", "refused(\"Wrong.\")"),
            ("< error session_limit Full.", "failed(\"The server says: Full.\")"),
            ("lost The connection was lost.", "failed(\"The connection was lost.\")"),
        ]
    )
    func refusals(_ input: String, _ end: String) {
        check(setup(Self.piped), "@0 \(input)\n  = end \(end)")
    }

    @Test("A file that is interrupted was not answered")
    func interrupted() {
        check(setup(.file), "@0 interrupt\n  = end failed(\"Interrupted.\")")
    }

    @Test("Who waits for an answer does not wait for ever, and who waits for the user does")
    func patience() {
        check(
            setup(Self.piped) { $0.wantsSound = false },
            """
            @0 < created
              > {"type":"session.update","session":{"type":"realtime","output_modalities":["text"],"audio":{}}}
            @1 < updated
              = readLine
            @500000 tick
            @500001 line x
              > {"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]}}
              > {"type":"response.create"}
            @590001 tick
            @590002 tick
              = end failed("The server has said nothing for 90 seconds.")
            """
        )
    }

    @Test("Damage is told and left out")
    func damage() {
        check(
            setup(Self.piped),
            """
            @0 damaged
              ! The server said something that is no event; it is left out.
            @1 < {"type":"response.output_audio.delta","response_id":"r","item_id":"i","output_index":0,"content_index":0,"delta":"-"}
              ! The server sent sound that is none; it is left out.
            @2 < {"type":"galaxy.formed"}
            """
        )
    }
}
