package org.fivegmc.sip.resolve;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fivegmc.sip.transport.SipTransport;

/// How targets are looked up.
///
/// @param hosts names answered from here and not from the DNS; lower case. Port 0 is the default of
///   the transport, and a port in the URI wins
/// @param transports those spoken, the preferred first when a domain names none
/// @param timeout limit of one whole look-up
/// @param maxHops most addresses tried for one request
public record ResolverConfig(
        Map<String, List<InetSocketAddress>> hosts,
        List<SipTransport> transports,
        Duration timeout,
        int maxHops) {
    public ResolverConfig {
        hosts =
                hosts.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        e -> e.getKey().toLowerCase(Locale.ROOT),
                                        e -> List.copyOf(e.getValue())));
        transports = List.copyOf(transports);
        if (transports.isEmpty() || maxHops < 1) {
            throw new IllegalArgumentException("at least one transport and one hop");
        }
    }

    /// All transports, 5 s, 8 hops, no overrides.
    public static ResolverConfig defaults() {
        return new ResolverConfig(
                Map.of(),
                List.of(SipTransport.UDP, SipTransport.TCP, SipTransport.TLS),
                Duration.ofSeconds(5),
                8);
    }
}
