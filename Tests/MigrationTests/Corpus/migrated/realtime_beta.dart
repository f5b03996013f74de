/// The Preview, for those whose gateway still speaks it; realtime.dart speaks GA.
class BetaSession {
  final String? inputAudioFormat;

  Map<String, dynamic> toJson() => {
        'modalities': modalities,
        if (inputAudioFormat != null) 'input_audio_format': inputAudioFormat,
        'max_response_output_tokens': limit,
      };
}

const headers = {'OpenAI-Beta': 'realtime=v1'};
