package org.fivegmc.loadtest.handsets;

import java.util.List;
import java.util.Optional;
import org.fivegmc.loadtest.handset.DigestAnswer;
import org.fivegmc.loadtest.handset.DigestChallenge;
import org.fivegmc.loadtest.handset.Secret;
import org.jspecify.annotations.Nullable;
import org.fivegmc.loadtest.wire.SipBytes;

/// The last challenge each handset was given, answered with the password all of them share; the
/// user name is the number. A challenge is used again with a higher count until the server asks
/// anew. Thread: one.
final class Credentials {
    private static final String CNONCE = "5a7c0ffee";

    private static final class Held {
        private final DigestChallenge challenge;
        private final String header;
        private int count;

        private Held(DigestChallenge challenge, String header) {
            this.challenge = challenge;
            this.header = header;
        }
    }

    private final LoadProfile profile;
    private final Crowd crowd;
    private final Draft number = new Draft();
    private final @Nullable Held[] held;

    /// Without a password there is nothing to hold.
    Credentials(LoadProfile profile, Crowd crowd) {
        this.profile = profile;
        this.crowd = crowd;
        this.held = new Held[profile.password().isPresent() ? crowd.size() : 0];
    }

    /// Keeps the challenge of a 401 or 407; false when it cannot be answered.
    boolean challenged(int handset, byte[] in, int from, int head) {
        if (held.length == 0) {
            return false;
        }
        Optional<Held> www = read(in, from, head, "www-authenticate", "Authorization");
        Optional<Held> next =
                www.or(() -> read(in, from, head, "proxy-authenticate", "Proxy-Authorization"));
        next.ifPresent(found -> held[handset] = found);
        return next.isPresent();
    }

    boolean inUse() {
        return held.length > 0;
    }

    /// A whole header line for a request to `uri`, when there is a challenge to answer.
    Optional<String> authorization(Transaction one, String uri) {
        Held known = held.length == 0 ? null : held[one.handset];
        if (known == null) {
            return Optional.empty();
        }
        boolean registration = one.kind.isRegistration();
        crowd.number(number.clear(), one.handset);
        String value =
                DigestAnswer.header(
                        known.challenge,
                        new Secret.Password(number.toString(), profile.password().orElse("")),
                        registration ? "REGISTER" : "MESSAGE",
                        uri,
                        CNONCE,
                        ++known.count);
        return Optional.of(known.header + ": " + value + "\r\n");
    }

    private static Optional<Held> read(
            byte[] in, int from, int head, String name, String answeredBy) {
        int at = from;
        while (true) {
            int value = SipBytes.header(in, at, head, name, (char) 0);
            if (value < 0) {
                return Optional.empty();
            }
            String text = SipBytes.text(in, value, SipBytes.lineEnd(in, value, head));
            Optional<DigestChallenge> found = DigestChallenge.choose(List.of(text));
            if (found.isPresent()) {
                return Optional.of(new Held(found.get(), answeredBy));
            }
            at = value;
        }
    }
}
