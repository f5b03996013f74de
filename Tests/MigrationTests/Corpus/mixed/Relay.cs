using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Demo.Voice;

/// <summary>Half way: the address, the header and most names are GA's; the session's type was forgotten in one place.</summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly string _key;

    public Relay(string key) => _key = key;

    public async Task ConnectAsync(string host, string deployment, CancellationToken token)
    {
        _socket.Options.SetRequestHeader("api-key", _key);
        // _socket.Options.SetRequestHeader("OpenAI-Beta", "realtime=v1");
        await _socket.ConnectAsync(new Uri($"wss://{host}/openai/v1/realtime?model={deployment}"), token);
        await SendAsync(new JsonObject
        {
            ["type"] = "session.update",
            ["session"] = new JsonObject ◀ session-type-missing
            {
                ["instructions"] = "Answer in one sentence.",
                ["audio"] = new JsonObject { ["output"] = new JsonObject { ["voice"] = "marin" } },
                ["temperature"] = 0.7, ◀ session-field
            },
        }, token);
        await SendAsync(new { type = "response.create", response = new { output_modalities = new[] { "audio" } } }, token);
    }

    public async Task GreetAsync(CancellationToken token)
    {
        var events = new List<Dictionary<string, object>>
        {
            new() { { "type", "response.create" }, { "response", new Dictionary<string, object> { { "voice", "cedar" } } } }, ◀ response-field
        };
        foreach (var item in events) await SendAsync(item, token);
    }

    private Task SendAsync<T>(T item, CancellationToken token)
    {
        var bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(item));
        return _socket.SendAsync(bytes, WebSocketMessageType.Text, true, token);
    }

    public void Received(JsonElement item)
    {
        switch (item.GetProperty("type").GetString())
        {
            case "response.output_audio.delta":
                Play(Convert.FromBase64String(item.GetProperty("delta").GetString()!));
                break;
            case "response.audio_transcript.delta": ◀ event-name
                Console.Write(item.GetProperty("delta").GetString());
                break;
            case "response.audio_transcript.done" or "response.text.done": ◀ event-name, event-name
                Console.WriteLine();
                break;
            case "conversation.item.added":
            case "error":
                Console.Error.WriteLine(item);
                break;
        }
    }

    private void Play(byte[] samples) { }

    public ValueTask DisposeAsync() { _socket.Dispose(); return ValueTask.CompletedTask; }
}

/// <summary>What the settings page stores; nobody has moved it.</summary>
public sealed class StoredSession
{
    [JsonPropertyName("instructions")] public string Instructions { get; set; } = "";
    [JsonPropertyName("input_audio_format")] public string Format { get; set; } = "pcm16"; ◀ session-field
    [JsonPropertyName("turn_detection")] public object? Turns { get; set; } ◀ session-field
    public int max_response_output_tokens { get; set; } ◀ session-field
}
