package org.fivegmc.server.config;

import java.net.InetAddress;
import java.util.Optional;

/// A host (name or literal address, IPv6 without its brackets) and a port of 1..65535, or 0 for
/// "any free port".
public record HostPort(String host, int port) {

    /// Reads `host:port` and `[v6]:port`; empty when it is neither.
    public static Optional<HostPort> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        String digits = text.substring(colon + 1);
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65535) {
            return Optional.empty();
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
            if (!isLiteral(host) || host.indexOf(':') < 0) {
                return Optional.empty();
            }
        } else if (!host.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
            return Optional.empty();
        }
        return Optional.of(new HostPort(host, Integer.parseInt(digits)));
    }

    /// Whether only this machine can reach it; a name counts as loopback only when it is
    /// `localhost`.
    public boolean loopback() {
        return host.equalsIgnoreCase("localhost")
                || (isLiteral(host) && InetAddress.ofLiteral(host).isLoopbackAddress());
    }

    /// Whether it stands for every address of this machine.
    public boolean wildcard() {
        return isLiteral(host) && InetAddress.ofLiteral(host).isAnyLocalAddress();
    }

    private static boolean isLiteral(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
