package org.fivegmc.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Registration: lifetimes, digest and routes (RFC 3261 section 10, RFC 8760).
///
/// @param realm the digest realm, the home domain unless set
/// @param akaSource where vectors of SIM cards come from, `name:argument`
/// @param akaPlugin the jar its provider is in
/// @param serviceRoute what registered clients route through (RFC 3608)
public record RegistrarConfig(
        Duration minExpires,
        Duration maxExpires,
        Duration defaultExpires,
        int maxBindingsPerUser,
        String realm,
        List<DigestAlgorithm> algorithms,
        Duration nonceLifetime,
        Optional<String> serviceRoute,
        Optional<String> akaSource,
        Optional<Path> akaPlugin) {

    /// Digest algorithms offered in this order (RFC 8760 section 2.4).
    public enum DigestAlgorithm {
        SHA_512_256("SHA-512-256"),
        SHA_256("SHA-256"),
        MD5("MD5");

        private final String token;

        DigestAlgorithm(String token) {
            this.token = token;
        }

        /// As it stands in `WWW-Authenticate`.
        public String token() {
            return token;
        }
    }

    private static final String EXPIRES_UNIT = "1s";
    static final Setting<Duration> MIN_EXPIRES =
            Setting.of(
                    "registrar.min-expires",
                    Types.duration(EXPIRES_UNIT, "24h"),
                    "60s",
                    "Shorter registrations are refused with 423 and Min-Expires.");
    static final Setting<Duration> MAX_EXPIRES =
            Setting.of(
                    "registrar.max-expires",
                    Types.duration("60s", "30d"),
                    "24h",
                    "Longer registrations are shortened to this.");
    static final Setting<Duration> DEFAULT_EXPIRES =
            Setting.of(
                    "registrar.default-expires",
                    Types.duration(EXPIRES_UNIT, "30d"),
                    "1h",
                    "Lifetime of a registration that asks for none.");
    static final Setting<Integer> MAX_BINDINGS =
            Setting.of(
                    "registrar.max-bindings-per-user",
                    Types.integer(1, 100),
                    "10",
                    "Devices one user may have registered at the same time.");
    static final Setting<Optional<String>> REALM =
            Setting.optional(
                    "registrar.realm",
                    Types.text(255),
                    "rcs.local",
                    "Digest realm; `home-domain` when not set.");
    static final Setting<List<DigestAlgorithm>> ALGORITHMS =
            Setting.of(
                    "registrar.algorithms",
                    Types.list(Types.choice(DigestAlgorithm.class, DigestAlgorithm::token), 1, 3),
                    "SHA-256, MD5",
                    "Digest algorithms offered, the preferred one first.");
    static final Setting<Duration> NONCE_LIFETIME =
            Setting.of(
                    "registrar.nonce-lifetime",
                    Types.duration("10s", "24h"),
                    "300s",
                    "How long a digest nonce may be used before a new one is asked for (`stale=true`).");
    static final Setting<Optional<String>> SERVICE_ROUTE =
            Setting.optional(
                    "registrar.service-route",
                    Types.sipUri(),
                    "sip:orig@scscf.rcs.local;lr",
                    "Service-Route given to registered clients (RFC 3608).");
    static final Setting<Optional<String>> AKA_SOURCE =
            Setting.optional(
                    "registrar.aka-source",
                    Types.matching(
                            "source",
                            "a name, a colon and what the source needs, up to 1024 characters",
                            "(?=.{1,1024}$)[a-z0-9-]+:.+"),
                    "file:/etc/5gmc/sim-keys",
                    "Where authentication vectors for users with a SIM come from (AKAv1-MD5, RFC 3310)."
                            + " `file:PATH` makes them from a file of keys, one `number identity K OPc [AMF]` a line;"
                            + " other names are those of plug-ins. Users without a card authenticate by password.");
    static final Setting<Optional<Path>> AKA_PLUGIN =
            Setting.optional(
                    "registrar.aka-plugin",
                    Types.path(),
                    "/etc/5gmc/hss.jar",
                    "A jar with an implementation of `org.fivegmc.sip.auth.AkaVectorProvider`, listed in its"
                            + " `META-INF/services`.");

    static final List<Setting<?>> SETTINGS =
            List.of(
                    MIN_EXPIRES,
                    MAX_EXPIRES,
                    DEFAULT_EXPIRES,
                    MAX_BINDINGS,
                    REALM,
                    ALGORITHMS,
                    NONCE_LIFETIME,
                    SERVICE_ROUTE,
                    AKA_SOURCE,
                    AKA_PLUGIN);

    static RegistrarConfig from(Values values) {
        return new RegistrarConfig(
                values.get(MIN_EXPIRES),
                values.get(MAX_EXPIRES),
                values.get(DEFAULT_EXPIRES),
                values.get(MAX_BINDINGS),
                values.get(REALM).orElseGet(() -> values.get(IdentityConfig.HOME_DOMAIN)),
                values.get(ALGORITHMS),
                values.get(NONCE_LIFETIME),
                values.get(SERVICE_ROUTE),
                values.get(AKA_SOURCE),
                values.get(AKA_PLUGIN));
    }
}
