package org.fivegmc.server.config;

import java.util.List;
import java.util.stream.Stream;

/// Every setting there is, in the order of the reference.
public final class Catalogue {
    private Catalogue() {}

    /// Sections in reading order; each settings record owns its own.
    public static final List<Setting<?>> SETTINGS =
            Stream.of(
                            IdentityConfig.SETTINGS,
                            SipConfig.SETTINGS,
                            RegistrarConfig.SETTINGS,
                            ImsConfig.SETTINGS,
                            MessagesConfig.SETTINGS,
                            RoutingConfig.SETTINGS,
                            StorageConfig.SETTINGS,
                            FallbackConfig.SETTINGS,
                            MsrpConfig.SETTINGS,
                            ContentConfig.SETTINGS,
                            BucketConfig.SETTINGS,
                            ChatbotConfig.SETTINGS,
                            OperationsConfig.SETTINGS)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();
}
