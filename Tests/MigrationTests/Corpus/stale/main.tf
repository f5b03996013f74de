# name = "gpt-4o-realtime-preview"
resource "azurerm_cognitive_deployment" "voice" {
  name = "voice"
  model {
    format  = "OpenAI"
    name    = "gpt-4o-mini-realtime-preview" ◀ retired-model
    version = "2024-12-17"
  }
}

locals {
  realtime_url = "wss://${var.host}/openai/realtime?api-version=2024-10-01-preview&deployment=voice" ◀ azure-preview-path, azure-api-version, azure-deployment-parameter
}
