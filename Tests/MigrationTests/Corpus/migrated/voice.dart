import 'dart:convert';

/// The app's own settings are flat; they are put where the service wants them.
class VoiceSettings {
  const VoiceSettings({this.voice = 'marin', this.speed = 1.0, this.turnDetection = true});

  final String voice;
  final double speed;
  final bool turnDetection;

  Map<String, dynamic> toSession() => {
        'type': 'realtime',
        'output_modalities': ['audio'],
        'audio': {
          'input': {'turn_detection': turnDetection ? {'type': 'semantic_vad'} : null},
          'output': {'voice': voice, 'speed': speed},
        },
      };
}

String update(VoiceSettings settings) => jsonEncode({'type': 'session.update', 'session': settings.toSession()});

void received(Map<String, dynamic> event) {
  // case 'response.audio.delta':
  switch (event['type']) {
    case 'response.output_audio.delta':
      print('${(event['delta'] as String).length}');
    case 'conversation.item.done':
      print(event['item']['id']);
  }
}
