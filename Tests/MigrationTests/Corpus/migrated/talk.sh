#!/bin/sh
# It once said OpenAI-Beta: realtime=v1 to /v1/realtime/sessions.
curl -s https://api.openai.com/v1/realtime/client_secrets \
  -H "Authorization: Bearer $OPENAI_API_KEY" \
  -H "OpenAI-Beta: assistants=v2" \
  -d '{"session": {"type": "realtime", "model": "gpt-realtime-2", "audio": {"output": {"voice": "marin"}}}}'
curl -s https://api.openai.com/v1/chat/completions \
  -d '{"model": "gpt-5", "temperature": 0.2, "modalities": ["text", "audio"], "audio": {"voice": "alloy", "format": "pcm16"}}'
grep -c 'response\.audio\.delta' calls.log
websocat "wss://$HOST/openai/v1/realtime?model=$NAME" <<EOT
{"type": "session.update", "session": {"type": "realtime", "instructions": "Hi"}}
EOT
