param location string = resourceGroup().location

// 'gpt-4o-realtime-preview' in a comment
resource deployment 'Microsoft.CognitiveServices/accounts/deployments@2024-10-01' = {
  name: 'gpt-4o-realtime-preview' ◀ retired-model
  properties: {
    model: {
      format: 'OpenAI'
      name: 'gpt-4o-realtime-preview' ◀ retired-model
      version: '2024-12-17'
    }
  }
}
