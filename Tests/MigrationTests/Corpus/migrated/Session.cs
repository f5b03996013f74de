using System.Text.Json.Serialization;
using OpenAI.Realtime;

public class AudioInput
{
    // [JsonPropertyName("input_audio_format")]
    [JsonPropertyName("format")] public AudioFormat Format { get; set; } = new("audio/pcm", 24000);
    [JsonPropertyName("turn_detection")] public object? TurnDetection { get; set; }
    [JsonPropertyName("transcription")] public object? Transcription { get; set; }
}

public static class Client
{
    public static string Url(string host, string name) => $"wss://{host}/openai/v1/realtime?model={name}";
    public static bool IsAudio(string type) => type is "response.output_audio.delta" or "response.output_audio.done";
    public static object Update() => new { type = "session.update", session = new { type = "realtime", instructions = "Hi" } };
    private const string Sql = @"select ""voice"" from ""session""";
}
