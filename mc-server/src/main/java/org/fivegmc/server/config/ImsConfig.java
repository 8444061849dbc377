package org.fivegmc.server.config;

import java.util.List;
import java.util.Optional;

/// The server as an IMS application server (3GPP TS 24.229 section 5.7).
///
/// @param asUri how the S-CSCF addresses this server; `sip:5gmc.` and the home domain unless set
/// @param scscf the next hop of terminating requests; without it they go straight to the registered
///   contact
public record ImsConfig(
        String asUri,
        Optional<String> scscf,
        List<String> barredOriginating,
        List<String> barredTerminating,
        UnknownSubscribers unknownSubscribers) {

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
    static final Setting<Optional<String>> SCSCF =
            Setting.optional(
                    "ims.scscf",
                    Types.sipUri(),
                    "sip:scscf.rcs.local;lr",
                    "Route of terminating requests; without it they go straight to the registered contact.");
    static final Setting<List<String>> BARRED_ORIGINATING =
            Setting.of(
                            "ims.barring.originating",
                            Types.list(Types.numberPrefix(), 0, 1000),
                            "",
                            "Number prefixes that may not send.")
                    .live();
    static final Setting<List<String>> BARRED_TERMINATING =
            Setting.of(
                            "ims.barring.terminating",
                            Types.list(Types.numberPrefix(), 0, 1000),
                            "",
                            "Number prefixes that may not receive.")
                    .live();
    static final Setting<UnknownSubscribers> UNKNOWN =
            Setting.of(
                            "subscribers.unknown",
                            Types.choice(UnknownSubscribers.class),
                            "reject",
                            "Whether numbers that are not provisioned may register when a trusted peer vouches for"
                                    + " them.")
                    .live();

    static final List<Setting<?>> SETTINGS =
            List.of(AS_URI, SCSCF, BARRED_ORIGINATING, BARRED_TERMINATING, UNKNOWN);

    static ImsConfig from(Values values) {
        return new ImsConfig(
                values.get(AS_URI)
                        .orElseGet(() -> "sip:5gmc." + values.get(IdentityConfig.HOME_DOMAIN)),
                values.get(SCSCF),
                values.get(BARRED_ORIGINATING),
                values.get(BARRED_TERMINATING),
                values.get(UNKNOWN));
    }
}
