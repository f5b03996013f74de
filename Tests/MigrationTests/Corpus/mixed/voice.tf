variable "model" {
  type    = string
  default = "gpt-realtime-2"
}

resource "azurerm_cognitive_deployment" "voice" {
  name                 = "voice"
  cognitive_account_id = azurerm_cognitive_account.voice.id
  model {
    format = "OpenAI"
    name   = var.model
  }
}

resource "azurerm_container_app" "relay" {
  name = "relay"
  template {
    container {
      name = "relay"
      env {
        name  = "REALTIME_URL"
        value = "wss://${azurerm_cognitive_account.voice.custom_subdomain_name}.openai.azure.com/openai/v1/realtime?model=voice"
      }
      env {
        name  = "REALTIME_SECRETS"
        value = "https://api.openai.com/v1/realtime/sessions" # ◀ sessions-endpoint
      }
      env {
        name  = "FALLBACK_MODEL"
        value = "gpt-4o-realtime-preview-2025-06-03" # ◀ retired-model
      }
    }
  }
}
