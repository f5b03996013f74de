import Migration
import Testing

@Suite("An address of Azure's form")
struct AzureAddressTests {
    @Test(
        "Azure's clouds by their hosts",
        arguments: ["c.openai.azure.com", "c.OpenAI.Azure.us:443", "c.openai.azure.cn", "c.services.ai.azure.com"]
    )
    func hosts(_ host: String) {
        #expect(AzureAddress.matches(host: host, path: ""))
        #expect(!AzureAddress.matches(host: host.prefix { $0 != ":" } + ".example", path: "/v1"))
    }

    @Test("Others by their paths")
    func paths() {
        for path in ["/openai", "/openai/v1", "/prefix/openai/v1/"] {
            #expect(AzureAddress.matches(host: "127.0.0.1:8080", path: path))
        }
        for path in ["", "/v1", "/openair/v1", "/v1/openai-proxy"] {
            #expect(!AzureAddress.matches(host: "[::1]:8080", path: path))
        }
    }
}
