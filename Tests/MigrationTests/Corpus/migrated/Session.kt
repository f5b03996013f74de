package demo

/* @SerialName("response.audio_transcript.delta") */
val json = Json { namingStrategy = JsonNamingStrategy.SnakeCase }

data class AudioInput(val turnDetection: TurnDetection?, val noiseReduction: Noise?, val transcription: Model?)
data class Session(val type: String = "realtime", val outputModalities: List<String>, val audio: Audio)

fun url(host: String, name: String) = "wss://$host/openai/v1/realtime?model=$name"
fun received(type: String) = type == "response.output_audio.delta" || type == "conversation.item.added"
