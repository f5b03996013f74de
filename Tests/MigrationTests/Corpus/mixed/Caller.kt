package demo.voice

import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response
import okhttp3.WebSocket
import okhttp3.WebSocketListener
import org.json.JSONArray
import org.json.JSONObject

/** A caller on Android. The events are GA's; the session is still as it was. */
class Caller(private val secret: String, private val listener: (String) -> Unit) : WebSocketListener() {
    companion object {
        private const val TAG = "Caller"
        private const val ADDRESS = "wss://api.openai.com/v1/realtime?model=gpt-realtime-2"
        private const val FALLBACK = "gpt-4o-mini-realtime-preview" ◀ retired-model
    }

    private var socket: WebSocket? = null
    private val words = StringBuilder()

    fun connect(client: OkHttpClient) {
        val request = Request.Builder()
            .url(ADDRESS)
            .addHeader("Authorization", "Bearer $secret")
            .build()
        socket = client.newWebSocket(request, this)
    }

    override fun onOpen(webSocket: WebSocket, response: Response) {
        val update = JSONObject().apply {
            put("type", "session.update")
            put("session", JSONObject().apply { ◀ session-type-missing
                put("modalities", JSONArray(listOf("text", "audio"))) ◀ session-field
                put("instructions", "Antworte auf Deutsch.")
                put("voice", "alloy") ◀ session-field
                put("input_audio_transcription", JSONObject().apply { ◀ session-field
                    put("model", "whisper-1") ◀ retiring-model
                })
                put("turn_detection", JSONObject().put("type", "server_vad").put("threshold", 0.6)) ◀ session-field
            })
        }
        webSocket.send(update.toString())
        val greeting = JSONObject()
        greeting.put("type", "response.create")
        greeting.put("response", JSONObject().put("instructions", "Begrüße den Anrufer.").put("modalities", JSONArray(listOf("audio")))) ◀ response-field
        webSocket.send(greeting.toString())
    }

    override fun onMessage(webSocket: WebSocket, text: String) {
        val event = JSONObject(text)
        when (event.getString("type")) {
            "response.output_audio_transcript.delta" -> words.append(event.getString("delta"))
            "response.output_audio_transcript.done" -> {
                listener(words.toString())
                words.clear()
            }
            "conversation.item.created" -> listener(event.getJSONObject("item").getString("id")) ◀ event-name
            "conversation.item.input_audio_transcription.completed" -> listener(event.getString("transcript"))
            "error" -> listener(event.getJSONObject("error").getString("message"))
        }
    }

    /** The service of the chat window has a temperature, too. */
    fun chat(question: String): JSONObject = JSONObject()
        .put("model", "gpt-5")
        .put("temperature", 0.4)
        .put("messages", JSONArray().put(JSONObject().put("role", "user").put("content", question)))
}
