package org.fivegmc.server.config;

/// The whole configuration: checked, complete and immutable. Made only by [ConfigLoader].
public record ServerConfig(
        IdentityConfig identity,
        SipConfig sip,
        RegistrarConfig registrar,
        ImsConfig ims,
        MessagesConfig messages,
        RoutingConfig routing,
        StorageConfig storage,
        FallbackConfig fallback,
        MsrpConfig msrp,
        ContentConfig content,
        ChatbotConfig chatbots,
        OperationsConfig operations) {

    static ServerConfig from(Values values) {
        return new ServerConfig(
                IdentityConfig.from(values),
                SipConfig.from(values),
                RegistrarConfig.from(values),
                ImsConfig.from(values),
                MessagesConfig.from(values),
                RoutingConfig.from(values),
                StorageConfig.from(values),
                FallbackConfig.from(values),
                MsrpConfig.from(values),
                ContentConfig.from(values),
                ChatbotConfig.from(values),
                OperationsConfig.from(values));
    }
}
