using System.Text.Json.Serialization;
using OpenAI.RealtimeConversation; ◀ preview-call

namespace Voice;

public class SessionSettings
{
    [JsonPropertyName("instructions")]
    public string Instructions { get; set; } = "";

    [JsonPropertyName("input_audio_format")] ◀ session-field
    public string InputAudioFormat { get; set; } = "pcm16";

    [JsonPropertyName("input_audio_transcription")] ◀ session-field
    public object? Transcription { get; set; }
}

public static class Program
{
    private static readonly string Endpoint =
        $"wss://{Host}/openai/realtime?api-version=2024-10-01-preview&deployment={Name}"; ◀ azure-preview-path, azure-api-version, azure-deployment-parameter

    public static async Task Run(RealtimeConversationClient client) ◀ preview-call
    {
        var json = """
            {"type": "session.update",
             "session": { ◀ session-type-missing
               "voice": "alloy", ◀ session-field
               "instructions": "Be brief."}}
            """;
        await Send(new { type = "response.create", response = new { modalities = new[] { "text" } } }); ◀ response-field
        await foreach (var update in Updates())
        {
            switch (update.Type)
            {
                case "response.audio_transcript.delta": ◀ event-name
                    Console.Write(update.Delta);
                    break;
                case "conversation.item.created": ◀ event-name
                    break;
            }
        }
    }
}
