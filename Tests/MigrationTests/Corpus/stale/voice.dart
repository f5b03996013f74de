import 'dart:convert';

const model = 'gpt-4o-realtime-preview'; ◀ retired-model
final headers = {'Authorization': 'Bearer $key', 'OpenAI-Beta': 'realtime=v1'}; ◀ beta-header

String update(String voice) => jsonEncode({
      'type': 'session.update',
      'session': { ◀ session-type-missing
        'voice': voice, ◀ session-field
        'input_audio_transcription': {'model': 'whisper-1'}, ◀ session-field, retiring-model
      },
    });

void received(Map<String, dynamic> event) {
  switch (event['type']) {
    case 'response.audio_transcript.delta': ◀ event-name
      print(event['delta']);
    case 'response.text.done': ◀ event-name
      break;
  }
}
