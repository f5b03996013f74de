defmodule Desk.Voice do
  @moduledoc """
  A desk that is spoken to. It used to say "response.audio.delta".
  """
  use WebSockex

  @address "wss://api.openai.com/v1/realtime?model=gpt-4o-realtime-preview" ◀ retired-model

  def start_link(key) do
    headers = [{"Authorization", "Bearer #{key}"}, {"OpenAI-Beta", "realtime=v1"}] ◀ beta-header
    WebSockex.start_link(@address, __MODULE__, %{}, extra_headers: headers)
  end

  def handle_connect(_conn, state) do
    event = %{
      type: "session.update",
      session: %{ ◀ session-type-missing
        instructions: "Greet whoever rings.",
        voice: "alloy", ◀ session-field
        output_audio_format: "pcm16", ◀ session-field
        "turn_detection" => nil ◀ session-field
      }
    }

    send_event(event)
    {:ok, state}
  end

  # "response.audio.done" needs nothing.
  def handle_event(%{"type" => "response.audio.delta", "delta" => delta}, state) do ◀ event-name
    play(delta, state)
  end

  def handle_event(%{"type" => "conversation.item.created"} = event, state), do: show(event, state) ◀ event-name
end
