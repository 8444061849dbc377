package org.fivegmc.loadtest.handset;

import java.net.InetSocketAddress;
import java.util.UUID;

/// Who a handset is and where it registers. `number` is E.164 with a plus sign; `name` is what the
/// timeline calls it; `instance` is the `+sip.instance` URN without brackets (RFC 5626).
public record Profile(
        String name,
        String number,
        String domain,
        InetSocketAddress server,
        Transport transport,
        Secret secret,
        String instance) {
    /// How the handset reaches the server.
    public enum Transport {
        UDP,
        TCP;

        String token() {
            return this == UDP ? "udp" : "tcp";
        }
    }

    /// A handset with a random instance.
    public static Profile of(
            String name,
            String number,
            String domain,
            InetSocketAddress server,
            Transport transport,
            Secret secret) {
        return new Profile(
                name, number, domain, server, transport, secret, "urn:uuid:" + UUID.randomUUID());
    }

    public Profile withSecret(Secret other) {
        return new Profile(name, number, domain, server, transport, other, instance);
    }

    /// The public identity (IMPU).
    String address() {
        return "sip:" + number + "@" + domain;
    }
}
