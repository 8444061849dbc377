package org.fivegmc.maap.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.fivegmc.maap.tenant.AddressRange;

/// Keeps tenants from having this server call what only it can reach: addresses of this machine and
/// of private networks, unless the operator allows them. A name is looked up each time; the JVM
/// remembers the answer for longer than it takes to connect, so that the address that is called is
/// the one that was looked at.
final class CallbackGuard {

    /// Carrier-grade NAT (RFC 6598) and the networks for tests and documentation, which the JDK
    /// does not count as private.
    private static final List<AddressRange> ALSO =
            List.of(
                    AddressRange.of("0.0.0.0/8"),
                    AddressRange.of("100.64.0.0/10"),
                    AddressRange.of("192.0.0.0/24"),
                    AddressRange.of("198.18.0.0/15"),
                    AddressRange.of("240.0.0.0/4"),
                    AddressRange.of("fc00::/7"),
                    AddressRange.of("64:ff9b::/96"));

    private final List<AddressRange> allowed;

    CallbackGuard(List<AddressRange> allowed) {
        this.allowed = allowed;
    }

    /// Why it may not be called, or empty.
    Optional<String> refusal(URI uri) {
        String host = uri.getHost();
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host.replaceAll("[\\[\\]]", ""));
        } catch (UnknownHostException _) {
            return Optional.of(host + " is not known");
        }
        for (InetAddress address : addresses) {
            if (isPrivate(address) && allowed.stream().noneMatch(r -> r.contains(address))) {
                return Optional.of(host + " is an address of a private network");
            }
        }
        return Optional.empty();
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || ALSO.stream().anyMatch(r -> r.contains(address));
    }
}
