<?php

// Once: 'OpenAI-Beta' => 'realtime=v1'
final class Relay
{
    public function headers(string $key): array
    {
        return ['Authorization' => "Bearer $key", 'OpenAI-Beta' => 'assistants=v2'];
    }

    public function update(string $voice): string
    {
        return json_encode([
            'type' => 'session.update',
            'session' => ['type' => 'realtime', 'audio' => ['output' => ['voice' => $voice]]],
        ]);
    }

    public function isAudio(array $event): bool
    {
        return $event['type'] === 'response.output_audio.delta';
    }
}
