#!/bin/sh
# curl -H "OpenAI-Beta: realtime=v1" https://api.openai.com/v1/realtime/sessions
MODEL=gpt-4o-realtime-preview-2024-12-17 ◀ retired-model
curl -s https://api.openai.com/v1/realtime/sessions \◀ sessions-endpoint
  -H "Authorization: Bearer $OPENAI_API_KEY" \
  -H "OpenAI-Beta: realtime=v1" \◀ beta-header
  -d "{\"model\": \"$MODEL\"}"
websocat "wss://$HOST/openai/realtime?api-version=2025-04-01-preview&deployment=$NAME" <<EOF ◀ azure-preview-path, azure-api-version, azure-deployment-parameter
{"type": "session.update", "session": {"voice": "alloy", "instructions": "Hi"}} ◀ session-type-missing, session-field
EOF
