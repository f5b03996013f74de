<?php

use OpenAI\Client;

final class Relay
{
    // 'OpenAI-Beta' => 'realtime=v1' in a comment
    private string $model = 'gpt-4o-realtime-preview'; // ◀ retired-model

    public function headers(string $key): array
    {
        return [
            'Authorization' => "Bearer $key",
            'OpenAI-Beta' => 'realtime=v1', // ◀ beta-header
        ];
    }

    public function update(): string
    {
        return json_encode([
            'type' => 'session.update',
            'session' => [ // ◀ session-type-missing
                'modalities' => ['text', 'audio'], // ◀ session-field
                'instructions' => 'Be brief.',
                'voice' => 'alloy', // ◀ session-field
                'input_audio_format' => 'g711_ulaw', // ◀ session-field
            ],
        ]);
    }

    public function received(array $event): ?string
    {
        return match ($event['type']) {
            'response.audio.delta' => $event['delta'], // ◀ event-name
            'response.audio_transcript.delta', 'response.text.delta' => null, // ◀ event-name, event-name
            default => null,
        };
    }
}
