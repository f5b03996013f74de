package demo

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable

val json = Json { namingStrategy = JsonNamingStrategy.SnakeCase }

@Serializable
data class Session(
    val instructions: String,
    val inputAudioFormat: String = "pcm16", ◀ session-field
    val maxResponseOutputTokens: Int = 300, ◀ session-field
)

@Serializable
@SerialName("response.audio_transcript.delta") ◀ event-name
class TranscriptDelta(val delta: String)

class Call(private val region: String, private val deployment: String) {
    private val url = "https://$region.realtimeapi-preview.ai.azure.com/v1/realtimertc?model=$deployment" ◀ regional-webrtc

    fun received(type: String) = when (type) {
        "session.created" -> "session.update"
        "conversation.item.created" -> null ◀ event-name
        "response.audio.done" -> "input_audio_buffer.clear" ◀ event-name
        else -> null
    }
}
