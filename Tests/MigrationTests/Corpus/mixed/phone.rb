# frozen_string_literal: true

require "async/websocket/client"
require "json"

# A phone line on Rails. Half way: the outer address is GA's.
class Phone
  URL = "wss://api.openai.com/v1/realtime?model=gpt-realtime-2"
  HANDLERS = {
    "response.output_audio.delta" => :play,
    "response.audio_transcript.done" => :note, ◀ event-name
    "input_audio_buffer.speech_started" => :hush,
    "error" => :complain
  }.freeze

  def initialize(key, stream)
    @key = key
    @stream = stream
  end

  def headers
    { "Authorization" => "Bearer #{@key}" }
  end

  def configure(socket)
    session = {
      type: "realtime",
      instructions: <<~TEXT,
        You are the receptionist of a small hotel.
        Answer in the caller's language.
      TEXT
      audio: {
        input: { format: "g711_ulaw", turn_detection: { type: "semantic_vad" } }, ◀ audio-format-name
        output: { format: { type: "audio/pcmu" }, voice: "marin" }
      },
      max_response_output_tokens: 400 ◀ session-field
    }
    write(socket, type: "session.update", session: session)
    write(socket, type: "response.create", response: { "instructions" => "Greet the caller." })
  end

  def greet(socket, name)
    item = { type: "message", role: "assistant", content: [{ type: "text", text: "Hello #{name}" }] } ◀ content-type
    write(socket, type: "conversation.item.create", item: item)
  end

  def run(socket)
    while (message = socket.read)
      event = JSON.parse(message.buffer, symbolize_names: true)
      handler = HANDLERS[event[:type]]
      send(handler, event) if handler
      @stream.mark(event[:item][:id]) if event[:type] == "conversation.item.created" ◀ event-name
    end
  end

  private

  def write(socket, **event)
    socket.write(event.to_json)
  end

  def play(event) = @stream.media(event[:delta])
  def note(event) = Rails.logger.info(event[:transcript])
  def hush(_event) = @stream.clear
  def complain(event) = warn(event.dig(:error, :message))
end
