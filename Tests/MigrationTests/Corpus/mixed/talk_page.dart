import 'dart:async';
import 'dart:convert';

import 'package:flutter/material.dart';
import 'package:flutter_webrtc/flutter_webrtc.dart';
import 'package:http/http.dart' as http;

/// A call by WebRTC. The call's address is GA's; the data channel still listens to old names.
class TalkPage extends StatefulWidget {
  const TalkPage({super.key, required this.secret});

  final String secret;

  @override
  State<TalkPage> createState() => _TalkPageState();
}

class _TalkPageState extends State<TalkPage> {
  RTCPeerConnection? _peer;
  RTCDataChannel? _channel;
  final _words = StringBuffer();

  Future<void> _call() async {
    final peer = await createPeerConnection({'iceServers': []});
    final channel = await peer.createDataChannel('oai-events', RTCDataChannelInit());
    channel.onMessage = (message) => _received(jsonDecode(message.text) as Map<String, dynamic>);
    channel.onDataChannelState = (state) {
      if (state == RTCDataChannelState.RTCDataChannelOpen) _configure();
    };
    final offer = await peer.createOffer({});
    await peer.setLocalDescription(offer);
    final answer = await http.post(
      Uri.parse('https://api.openai.com/v1/realtime/calls'),
      headers: {'Authorization': 'Bearer ${widget.secret}', 'Content-Type': 'application/sdp'},
      body: offer.sdp,
    );
    await peer.setRemoteDescription(RTCSessionDescription(answer.body, 'answer'));
    setState(() {
      _peer = peer;
      _channel = channel;
    });
  }

  void _configure() {
    _send({
      'type': 'session.update',
      'session': {
        'type': 'realtime',
        'instructions': 'Sé breve.',
        'audio': {
          'input': {'transcription': {'model': 'gpt-realtime-whisper'}},
          'output': {'voice': 'marin'},
        },
        'temperature': 0.6, ◀ session-field
      },
    });
  }

  void _send(Map<String, dynamic> event) => _channel?.send(RTCDataChannelMessage(jsonEncode(event)));

  void _received(Map<String, dynamic> event) {
    switch (event['type']) {
      case 'response.output_audio_transcript.delta':
        setState(() => _words.write(event['delta']));
      case 'response.text.delta': ◀ event-name
        setState(() => _words.write(event['delta']));
      case 'conversation.item.created': ◀ event-name
        setState(_words.clear);
      case 'error':
        debugPrint('${event['error']}');
    }
  }

  @override
  void dispose() {
    unawaited(_peer?.close());
    super.dispose();
  }

  @override
  Widget build(BuildContext context) => Scaffold(
        body: Text('$_words'),
        floatingActionButton: FloatingActionButton(onPressed: _call, child: const Icon(Icons.mic)),
      );
}
