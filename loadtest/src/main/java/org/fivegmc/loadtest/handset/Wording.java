package org.fivegmc.loadtest.handset;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a session description says that need not be so, or that not every handset says.
///
/// @param pathHost host of the URI in the path; the address that is listened on when empty
/// @param connectionHost the same of the `c=` line
/// @param cema whether host and port of `c=` and `m=` count, and not those of the path (RFC 6714)
/// @param fingerprint of a certificate; of our own when empty
/// @param wrappedTypes what is taken inside of CPIM
/// @param maxSize octets of a message that are taken
public record Wording(
        Optional<String> pathHost,
        Optional<String> connectionHost,
        boolean cema,
        Optional<String> fingerprint,
        List<String> wrappedTypes,
        OptionalLong maxSize) {
    public static final Wording PLAIN =
            new Wording(
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    List.of("*"),
                    OptionalLong.empty());

    public Wording {
        wrappedTypes = List.copyOf(wrappedTypes);
    }

    public Wording withPathHost(String other) {
        return new Wording(
                Optional.of(other), connectionHost, cema, fingerprint, wrappedTypes, maxSize);
    }

    public Wording withConnectionHost(String other) {
        return new Wording(pathHost, Optional.of(other), cema, fingerprint, wrappedTypes, maxSize);
    }

    public Wording withCema() {
        return new Wording(pathHost, connectionHost, true, fingerprint, wrappedTypes, maxSize);
    }

    public Wording withFingerprint(String other) {
        return new Wording(
                pathHost, connectionHost, cema, Optional.of(other), wrappedTypes, maxSize);
    }

    public Wording taking(String... types) {
        return new Wording(pathHost, connectionHost, cema, fingerprint, List.of(types), maxSize);
    }

    public Wording takingAtMost(long octets) {
        return new Wording(
                pathHost, connectionHost, cema, fingerprint, wrappedTypes, OptionalLong.of(octets));
    }
}
