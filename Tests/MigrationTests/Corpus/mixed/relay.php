<?php

declare(strict_types=1);

use Ratchet\Client\WebSocket;

// A relay for a call centre. The connection is GA's; the settings of one line of business are not.
final class Relay
{
    private const ADDRESS = 'wss://api.openai.com/v1/realtime?model=gpt-realtime-2';
    private array $lines = [
        'sales' => ['type' => 'realtime', 'instructions' => 'Sell.', 'audio' => ['output' => ['voice' => 'marin']]],
    ];

    public function __construct(private string $key, private $phone)
    {
    }

    public function headers(): array
    {
        return ['Authorization' => "Bearer {$this->key}"];
    }

    public function configure(WebSocket $socket): void
    {
        $socket->send(json_encode(['type' => 'session.update', 'session' => $this->lines['sales']]));
        $socket->send(json_encode([
            'type' => 'session.update',
            'session' => [
                'type' => 'realtime',
                'input_audio_format' => 'g711_alaw', # ◀ session-field
                'turn_detection' => ['type' => 'server_vad'], # ◀ session-field
            ],
        ]));
        $socket->send('{"type": "response.create", "response": {"output_modalities": ["audio"]}}');
    }

    public function received(array $event): void
    {
        switch ($event['type']) {
            case 'response.output_audio.delta':
                $this->phone->media($event['delta']);
                break;
            case 'response.audio_transcript.done': // ◀ event-name
                error_log($event['transcript']);
                break;
            case 'input_audio_buffer.speech_started':
                $this->phone->clear();
                break;
        }
    }
}
