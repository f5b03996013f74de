// A table: data, exempt from the size rule.

extension ReadinessRule {
    private static let account = "--name {name} --resource-group {group}"

    /// Every finding once, in the order of a call: the account, its deployments, the way to it, the logs, who may.
    public static let all: [ReadinessRule] = [
        ReadinessRule(
            id: .accountKind,
            area: .account,
            severity: .blocks,
            title: "The account is of a kind that has no Realtime API.",
            meaning: "Only accounts of the kinds AIServices and OpenAI hold Realtime deployments.",
            remedy: "az cognitiveservices account create --kind AIServices --sku S0 --name NEW_NAME "
                + "--custom-domain NEW_NAME --resource-group {group} --location {location}",
            portal: "Create a resource, Azure AI Foundry."
        ),
        ReadinessRule(
            id: .accountState,
            area: .account,
            severity: .blocks,
            title: "The account was not made to its end, or is going.",
            meaning: "No session is opened before its state is Succeeded.",
            remedy: "az cognitiveservices account show \(account) --query properties.provisioningState",
            portal: "The account, Activity log."
        ),
        ReadinessRule(
            id: .regionWithoutRealtime,
            area: .account,
            severity: .blocks,
            title: "The account's region offers it no Realtime model.",
            meaning: "No Realtime deployment can be made there.",
            remedy: "az cognitiveservices model list --location OTHER_REGION "
                + "--query \"[?model.capabilities.realtime=='true'].model.[name,version]\"",
            portal: "Azure AI Foundry, Model catalog, the model, Deploy."
        ),
        ReadinessRule(
            id: .subdomainMissing,
            area: .account,
            severity: .blocks,
            title: "The account has no custom subdomain.",
            meaning:
                "Its address is the region's: neither Microsoft Entra ID nor a private endpoint works with it, and "
                + "there is no /openai/v1/realtime of its own. A subdomain cannot be changed later.",
            remedy: "az cognitiveservices account update \(account) --custom-domain {name}",
            portal: "The account, Networking, Generate Custom Domain Name."
        ),
        ReadinessRule(
            id: .noRealtimeDeployment,
            area: .deployments,
            severity: .blocks,
            title: "No deployment of the account holds a model that converses.",
            meaning: "Every model= that a client may name is refused.",
            remedy: "az cognitiveservices account deployment create \(account) --deployment-name realtime "
                + "--model-format OpenAI --model-name {model} --model-version {version} --sku-name GlobalStandard "
                + "--sku-capacity UNITS",
            portal: "Azure AI Foundry, Deployments, Deploy model."
        ),
        ReadinessRule(
            id: .deploymentNotFound,
            area: .deployments,
            severity: .blocks,
            title: "There is no deployment of the name that the client uses.",
            meaning: "At Azure model= is a deployment's name, not a model's: the session is refused.",
            remedy: "az cognitiveservices account deployment list \(account) --query \"[].name\"",
            portal: "Azure AI Foundry, Deployments."
        ),
        ReadinessRule(
            id: .deploymentNotRealtime,
            area: .deployments,
            severity: .blocks,
            title: "The deployment that the client uses holds a model without Realtime.",
            meaning: "The handshake is refused, or the session ends with its first event.",
            remedy: "az cognitiveservices account deployment create \(account) --deployment-name NEW_NAME "
                + "--model-format OpenAI --model-name {model} --model-version {version} --sku-name GlobalStandard "
                + "--sku-capacity UNITS",
            portal: "Azure AI Foundry, Deployments, Deploy model."
        ),
        ReadinessRule(
            id: .deploymentState,
            area: .deployments,
            severity: .blocks,
            unless: "warns where another deployment is ready and none was named",
            title: "A Realtime deployment was not made to its end, is paused, or is going.",
            meaning: "It takes no sessions.",
            remedy: "az cognitiveservices account deployment show \(account) --deployment-name {deployment} "
                + "--query properties.provisioningState",
            portal: "Azure AI Foundry, Deployments, the deployment."
        ),
        ReadinessRule(
            id: .deploymentBatch,
            area: .deployments,
            severity: .blocks,
            unless: "warns where another deployment is ready and none was named",
            title: "The deployment is for batches.",
            meaning: "It answers files by the day, and holds no session.",
            remedy: "az cognitiveservices account deployment create \(account) --deployment-name NEW_NAME "
                + "--model-format OpenAI --model-name {model} --model-version {version} --sku-name GlobalStandard "
                + "--sku-capacity UNITS",
            portal: "Azure AI Foundry, Deployments, Deploy model, Deployment type."
        ),
        ReadinessRule(
            id: .modelRetired,
            area: .deployments,
            severity: .blocks,
            unless: "warns where another deployment is ready and none was named",
            title: "The deployment's model is retired.",
            meaning: "Its sessions are refused.",
            remedy: "az cognitiveservices account deployment create \(account) --deployment-name {deployment} "
                + "--model-format OpenAI --model-name {model} --model-version {version} --sku-name {type} "
                + "--sku-capacity {capacity}",
            portal: "Azure AI Foundry, Deployments, the deployment, Edit, Model version."
        ),
        ReadinessRule(
            id: .modelRetiring,
            area: .deployments,
            severity: .warns,
            title: "The deployment's model retires within 90 days.",
            meaning: "Until then nothing fails.",
            remedy: "az cognitiveservices account deployment create \(account) --deployment-name {deployment} "
                + "--model-format OpenAI --model-name {model} --model-version {version} --sku-name {type} "
                + "--sku-capacity {capacity}",
            portal: "Azure AI Foundry, Deployments, the deployment, Edit, Model version."
        ),
        ReadinessRule(
            id: .modelPreview,
            area: .deployments,
            severity: .warns,
            title: "The deployment's model is a preview.",
            meaning: "It has no service level, and may be changed or taken away at thirty days' notice.",
            remedy: "az cognitiveservices account list-models \(account) "
                + "--query \"[?capabilities.realtime=='true'].[name,version,lifecycleStatus,deprecation.inference]\"",
            portal: "Azure AI Foundry, Model catalog, the model."
        ),
        ReadinessRule(
            id: .retirementUnknown,
            area: .deployments,
            severity: .unknown,
            unless: "warns where OpenAI has ended the model",
            title: "Nothing that was read says when the deployment's model retires at Azure.",
            meaning: "It may retire soon, or be retired.",
            remedy: "az cognitiveservices account list-models \(account)",
            portal: "Azure AI Foundry, Deployments, the deployment, Retirement date."
        ),
        ReadinessRule(
            id: .capacityNone,
            area: .deployments,
            severity: .blocks,
            unless: "warns where another deployment is ready and none was named",
            title: "The deployment has no capacity.",
            meaning: "Every response fails with rate_limit_exceeded.",
            remedy: "az cognitiveservices account deployment create \(account) --deployment-name {deployment} "
                + "--model-format OpenAI --model-name {model} --model-version {version} --sku-name {type} "
                + "--sku-capacity UNITS",
            portal: "Azure AI Foundry, Deployments, the deployment, Edit, Tokens per Minute Rate Limit."
        ),
        ReadinessRule(
            id: .capacitySmall,
            area: .deployments,
            severity: .warns,
            title: "The deployment's tokens a minute are fewer than one response may take.",
            meaning: "A response reads the whole conversation again: a long one reaches rate_limit_exceeded by itself, "
                + "and two callers sooner.",
            remedy: "az cognitiveservices account deployment create \(account) --deployment-name {deployment} "
                + "--model-format OpenAI --model-name {model} --model-version {version} --sku-name {type} "
                + "--sku-capacity UNITS",
            portal: "Azure AI Foundry, Deployments, the deployment, Edit, Tokens per Minute Rate Limit."
        ),
        ReadinessRule(
            id: .quotaUsedUp,
            area: .deployments,
            severity: .warns,
            title: "The region's quota for the deployment's model is used up.",
            meaning: "What is deployed works; no deployment of the model can be made or given more.",
            remedy: "az cognitiveservices usage list --location {location} --query \"[?name.value=='{quota}']\"",
            portal: "Azure AI Foundry, Quota, Request quota."
        ),
        ReadinessRule(
            id: .usageBlocked,
            area: .deployments,
            severity: .blocks,
            title: "The service has blocked the account's use.",
            meaning: "Requests are refused until the usage is reset or the block is lifted.",
            remedy: "az cognitiveservices account list-usage \(account)",
            portal: "The account, Overview, and Help, Support."
        ),
        ReadinessRule(
            id: .unreachable,
            area: .network,
            severity: .blocks,
            title: "Nobody is let in.",
            meaning: "Public access is off, or denied to every address, and no private endpoint is approved: each "
                + "handshake is refused with 403.",
            remedy: "az network private-endpoint create --name {name}-realtime --resource-group {group} "
                + "--vnet-name VNET --subnet SUBNET --private-connection-resource-id {id} --group-id account "
                + "--connection-name {name}-realtime",
            portal: "The account, Networking."
        ),
        ReadinessRule(
            id: .endpointUnapproved,
            area: .network,
            severity: .warns,
            title: "A private endpoint is not approved.",
            meaning: "Who comes through it is refused, although its name resolves.",
            remedy: "az network private-endpoint-connection approve --id {id}/privateEndpointConnections/{endpoint} "
                + "--description realtime",
            portal: "The account, Networking, Private endpoint connections, Approve."
        ),
        ReadinessRule(
            id: .networkOpen,
            area: .network,
            severity: .warns,
            title: "The account is open to every address.",
            meaning: "A key or token that gets out is enough, from anywhere.",
            remedy: "az cognitiveservices account network-rule add \(account) --ip-address ADDRESS, then "
                + "az resource update --ids {id} --set properties.networkAcls.defaultAction=Deny",
            portal: "The account, Networking, Selected Networks and Private Endpoints."
        ),
        ReadinessRule(
            id: .networkRuleWide,
            area: .network,
            severity: .warns,
            title: "A rule for addresses lets in millions.",
            meaning: "It is hardly less than open.",
            remedy: "az cognitiveservices account network-rule remove \(account) --ip-address {address}",
            portal: "The account, Networking, Firewall."
        ),
        ReadinessRule(
            id: .networkRuleBroken,
            area: .network,
            severity: .warns,
            title: "A rule for a subnet is not in force.",
            meaning: "Clients of that subnet are refused.",
            remedy: "az cognitiveservices account network-rule list \(account)",
            portal: "The account, Networking, Virtual networks."
        ),
        ReadinessRule(
            id: .publicAccessUnknown,
            area: .network,
            severity: .unknown,
            title: "The account does not say whether it is reached publicly.",
            meaning: "It may be open, or closed to the client.",
            remedy: "az cognitiveservices account show \(account) --query properties.publicNetworkAccess",
            portal: "The account, Networking."
        ),
        ReadinessRule(
            id: .diagnosticsMissing,
            area: .logging,
            severity: .warns,
            title: "No diagnostic setting sends logs anywhere.",
            meaning: "Why a session was refused or ended cannot be found out later.",
            remedy: "az monitor diagnostic-settings create --name realtime --resource {id} --workspace WORKSPACE_ID "
                + "--logs '[{\"categoryGroup\":\"allLogs\",\"enabled\":true}]' "
                + "--metrics '[{\"category\":\"AllMetrics\",\"enabled\":true}]'",
            portal: "The account, Diagnostic settings, Add diagnostic setting."
        ),
        ReadinessRule(
            id: .requestsNotLogged,
            area: .logging,
            severity: .warns,
            title: "Requests are not logged.",
            meaning: "The log does not show which call was refused, with which status, when.",
            remedy: "az monitor diagnostic-settings create --name realtime-requests --resource {id} "
                + "--workspace WORKSPACE_ID --logs '[{\"category\":\"RequestResponse\",\"enabled\":true}]'",
            portal: "The account, Diagnostic settings, RequestResponse."
        ),
        ReadinessRule(
            id: .auditNotLogged,
            area: .logging,
            severity: .warns,
            title: "The audit log is not kept.",
            meaning: "It does not show who read the account's keys.",
            remedy: "az monitor diagnostic-settings create --name realtime-audit --resource {id} "
                + "--workspace WORKSPACE_ID --logs '[{\"category\":\"Audit\",\"enabled\":true}]'",
            portal: "The account, Diagnostic settings, Audit."
        ),
        ReadinessRule(
            id: .keysAllowed,
            area: .access,
            severity: .warns,
            title: "The account's own keys open sessions.",
            meaning: "Whoever has one is the account, without a name and an end. Clients that still send api-key stop "
                + "working once it is mended.",
            remedy: "az resource update --ids {id} --set properties.disableLocalAuth=true",
            portal: "The account, Keys and Endpoint; Azure Policy, Cognitive Services accounts should have local "
                + "authentication methods disabled."
        ),
        ReadinessRule(
            id: .callerRoleMissing,
            area: .access,
            severity: .blocks,
            unless: "warns where keys are allowed",
            title: "Nobody has a role that opens a session without a key.",
            meaning: "A token of Microsoft Entra ID is answered with 401 or 403. Owner and Contributor manage the "
                + "account, and may not call its models.",
            remedy: "az role assignment create --role \"Cognitive Services OpenAI User\" --scope {id} "
                + "--assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal",
            portal: "The account, Access control (IAM), Add role assignment."
        ),
        ReadinessRule(
            id: .callerRoleUnknown,
            area: .access,
            severity: .unknown,
            title: "Nobody has a role that is known to open a session without a key, and somebody has one of your own.",
            meaning: "Whether it lets a client in stands in its data actions: "
                + "Microsoft.CognitiveServices/accounts/OpenAI/deployments/realtime/action, or what includes it.",
            remedy: "az role definition list --name {role} --query \"[].permissions[].dataActions\"",
            portal: "The account, Access control (IAM), Roles, the role, View."
        ),
        ReadinessRule(
            id: .callerRolePeople,
            area: .access,
            severity: .warns,
            title: "Only people have a role that opens a session without a key.",
            meaning: "A program with an identity of its own is refused.",
            remedy: "az role assignment create --role \"Cognitive Services OpenAI User\" --scope {id} "
                + "--assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal",
            portal: "The account, Access control (IAM), Add role assignment."
        ),
        ReadinessRule(
            id: .providerUnregistered,
            area: .providers,
            severity: .blocks,
            title: "The subscription has not registered Microsoft.CognitiveServices.",
            meaning: "Accounts and deployments cannot be made or changed.",
            remedy: "az provider register --namespace Microsoft.CognitiveServices",
            portal: "The subscription, Resource providers."
        ),
        ReadinessRule(
            id: .insightsUnregistered,
            area: .providers,
            severity: .warns,
            title: "The subscription has not registered Microsoft.Insights.",
            meaning: "Diagnostic settings cannot be made.",
            remedy: "az provider register --namespace Microsoft.Insights",
            portal: "The subscription, Resource providers."
        ),
        ReadinessRule(
            id: .notKnown,
            area: nil,
            severity: .unknown,
            title: "Something was not among what was read.",
            meaning: "Nothing is said of it. Without the account and its deployments nothing is ready.",
            remedy: "The command that tells it is named; save what it prints, and give the file.",
            portal: "Where the other findings of its area are."
        ),
    ]
}
