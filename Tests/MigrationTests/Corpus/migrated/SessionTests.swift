import Testing

/// What the client no longer sends.
struct SessionTests {
    @Test func sends() throws {
        let json = try encoded(Session(type: "realtime", voice: "marin"))
        #expect(json["type"] == "session.update")
        XCTAssertNil(json["input_audio_format"])
        XCTAssertNil(json["max_response_output_tokens"])
        #expect(json["audio"] != nil, "the voice is under audio.output, not beside modalities")
    }
}
