package org.fivegmc.loadtest.handset;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.UUID;

/// Who a handset is and where it registers. `number` is E.164 with a plus sign; `name` is what the
/// timeline calls it; `instance` is the `+sip.instance` URN without brackets (RFC 5626); `features`
/// is what it registers for, `answering` what becomes of sessions others invite it to.
public record Profile(
        String name,
        String number,
        String domain,
        InetSocketAddress server,
        Transport transport,
        Secret secret,
        String instance,
        Set<Feature> features,
        Answering answering) {
    public Profile {
        features = Set.copyOf(features);
    }

    /// How the handset reaches the server.
    public enum Transport {
        UDP,
        TCP;

        String token() {
            return this == UDP ? "udp" : "tcp";
        }
    }

    /// A handset with a random instance, all features of UP 2.4, that accepts sessions at once.
    public static Profile of(
            String name,
            String number,
            String domain,
            InetSocketAddress server,
            Transport transport,
            Secret secret) {
        return new Profile(
                name,
                number,
                domain,
                server,
                transport,
                secret,
                "urn:uuid:" + UUID.randomUUID(),
                Feature.up24(),
                new Answering.AtOnce());
    }

    public Profile withSecret(Secret other) {
        return new Profile(
                name, number, domain, server, transport, other, instance, features, answering);
    }

    public Profile withFeatures(Set<Feature> other) {
        return new Profile(
                name, number, domain, server, transport, secret, instance, other, answering);
    }

    public Profile with(Answering other) {
        return new Profile(
                name, number, domain, server, transport, secret, instance, features, other);
    }

    /// The public identity (IMPU).
    String address() {
        return "sip:" + number + "@" + domain;
    }
}
