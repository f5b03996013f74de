defmodule Desk.Voice do
  use WebSockex

  @address "wss://api.openai.com/v1/realtime?model=gpt-realtime-2"

  def start_link(key) do
    WebSockex.start_link(@address, __MODULE__, %{}, extra_headers: [{"Authorization", "Bearer #{key}"}])
  end

  def handle_connect(_conn, state) do
    send_event(%{
      type: "session.update",
      session: %{
        type: "realtime",
        output_modalities: ["audio"],
        audio: %{input: %{turn_detection: nil}, output: %{voice: "marin"}}
      }
    })

    {:ok, state}
  end

  def handle_event(%{"type" => "response.output_audio.delta", "delta" => delta}, state), do: play(delta, state)
end
