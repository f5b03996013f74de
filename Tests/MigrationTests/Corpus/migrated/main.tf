# model = "gpt-4o-realtime-preview"
resource "azurerm_cognitive_deployment" "voice" {
  name = "voice"
  model {
    format = "OpenAI"
    name   = "gpt-realtime-2"
  }
}

output "realtime_url" {
  value = "wss://${var.host}/openai/v1/realtime?model=voice"
}
