// 'gpt-4o-realtime-preview' was here.
resource deployment 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = {
  name: 'voice'
  properties: { model: { format: 'OpenAI', name: 'gpt-realtime-2', version: '2026-05-06' } }
}

resource chat 'Microsoft.CognitiveServices/accounts/deployments@2024-10-01-preview' = {
  name: 'chat'
  properties: { model: { format: 'OpenAI', name: 'gpt-5', version: '2025-08-07' } }
}

output url string = 'wss://voice.openai.azure.com/openai/v1/realtime?model=voice'
output chat string = 'https://voice.openai.azure.com/openai/deployments/chat/chat/completions?api-version=2024-10-21'
