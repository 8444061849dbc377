package org.fivegmc.server.config;

import java.util.List;
import java.util.Optional;

/// The server as an IMS application server (3GPP TS 24.229 section 5.7).
///
/// @param asUri how the S-CSCF addresses this server; `sip:5gmc.` and the home domain unless set
public record ImsConfig(String asUri, UnknownSubscribers unknownSubscribers) {

    /// What happens to a number nobody has provisioned.
    public enum UnknownSubscribers {
        ACCEPT,
        REJECT
    }

    static final Setting<Optional<String>> AS_URI =
            Setting.optional(
                    "ims.as-uri",
                    Types.sipUri(),
                    "sip:5gmc.rcs.local",
                    "URI under which the IMS core knows this application server; `sip:5gmc.` and `home-domain` when"
                            + " not set.");
    static final Setting<UnknownSubscribers> UNKNOWN =
            Setting.of(
                            "subscribers.unknown",
                            Types.choice(UnknownSubscribers.class),
                            "accept",
                            "Whether numbers that are not provisioned may register when a trusted peer vouches for"
                                    + " them.")
                    .live();

    static final List<Setting<?>> SETTINGS = List.of(AS_URI, UNKNOWN);

    static ImsConfig from(Values values) {
        return new ImsConfig(
                values.get(AS_URI)
                        .orElseGet(() -> "sip:5gmc." + values.get(IdentityConfig.HOME_DOMAIN)),
                values.get(UNKNOWN));
    }
}
