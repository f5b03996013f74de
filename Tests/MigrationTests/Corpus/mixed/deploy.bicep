param location string = resourceGroup().location
@description('The name that programs ask for')
param deploymentName string = 'voice'

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'voice-${uniqueString(resourceGroup().id)}'
  location: location
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: { customSubDomainName: 'voice' }
}

resource current 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = {
  parent: account
  name: deploymentName
  sku: { name: 'GlobalStandard', capacity: 10 }
  properties: { model: { format: 'OpenAI', name: 'gpt-realtime-2', version: '2026-05-06' } }
}

// The one before it: nobody has taken it away.
resource former 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = {
  parent: account
  name: 'former'
  properties: {
    model: {
      format: 'OpenAI'
      name: 'gpt-4o-realtime-preview' ◀ retired-model
      version: '2024-12-17'
    }
  }
}

output endpoint string = 'wss://${account.properties.customSubDomainName}.openai.azure.com/openai/v1/realtime?model=${deploymentName}'
output old string = 'wss://${account.properties.customSubDomainName}.openai.azure.com/openai/realtime?api-version=2024-10-01-preview&deployment=former' ◀ azure-preview-path, azure-api-version, azure-deployment-parameter
