#!/usr/bin/env bash
# Tries a service: a secret, a session, a question. The secret is GA's; the session is not all of it.
set -euo pipefail

HOST="${HOST:-api.openai.com}"
MODEL="${MODEL:-gpt-realtime-2}"

secret() {
  curl --fail --silent "https://$HOST/v1/realtime/client_secrets" \
    --header "Authorization: Bearer $OPENAI_API_KEY" \
    --header "Content-Type: application/json" \
    --data "{\"session\": {\"type\": \"realtime\", \"model\": \"$MODEL\"}}" | jq --raw-output .value
}

talk() {
  local secret="$1" question="$2"
  {
    cat <<JSON
{"type": "session.update", "session": {"type": "realtime", "output_modalities": ["text"], "temperature": 0.7}} ◀ session-field
JSON
    printf '{"type": "conversation.item.create", "item": {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "%s"}]}}\n' "$question"
    echo '{"type": "response.create", "response": {"modalities": ["text"]}}' ◀ response-field
    sleep 10
  } | websocat --text "wss://$HOST/v1/realtime?model=$MODEL" --header "Authorization: Bearer $secret" \
    | jq --unbuffered --join-output 'select(.type == "response.output_text.delta") | .delta'
}

old() {
  # curl https://api.openai.com/v1/realtime/sessions --header "OpenAI-Beta: realtime=v1"
  echo "The Preview ended." >&2
}

talk "$(secret)" "${1:-Hello?}"
