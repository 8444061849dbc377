package org.fivegmc.sip.auth;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.Subscriber;
import org.fivegmc.sip.exchange.Incoming;
import org.fivegmc.sip.exchange.Refusals;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.digest.DigestAlgorithm;
import org.fivegmc.wire.digest.DigestChallenge;
import org.fivegmc.wire.digest.DigestCredentials;
import org.fivegmc.wire.digest.DigestResponse;
import org.fivegmc.wire.digest.DigestVerdict;
import org.fivegmc.wire.digest.Guesses;
import org.fivegmc.wire.digest.NonceMint;

/// Proves who sends a request by SIP Digest (RFC 7616, RFC 8760; AKAv1-MD5 of RFC 3310), answering
/// itself whatever is not proven:
///
/// | credentials | answer |
/// |---|---|
/// | none, or empty as in the first REGISTER of IMS | 401 |
/// | unreadable, for another resource, or with qop but without nc and cnonce | 400 |
/// | nonce of others, or algorithm not offered | 401 |
/// | nonce of ours that is too old or was used up | 401, with `stale=true` if the answer is right otherwise |
/// | wrong, or of a user without password | 403 |
/// | any, after ten wrong ones of this user from this address in a minute | 403, unchecked |
/// | right | what the request asks for |
///
/// Thread-safe.
@SuppressWarnings("FutureReturnValueIgnored") // the outcome goes into the answer
public final class Authenticator {

    private static final long AKA_PATIENCE_MS = 60_000;

    /// @param algorithms offered, most preferred first
    /// @param nonceLifetimeMs how long a nonce may be used again
    public record Settings(
            String realm,
            List<DigestAlgorithm> algorithms,
            long nonceLifetimeMs,
            AkaVectorSource vectors) {}

    private final Settings settings;
    private final MessageCenter center;
    private final InstantSource clock;
    private final NonceMint nonces;
    private final Guesses<Msisdn> guesses;
    private final AkaChallenges akaChallenges = new AkaChallenges();

    public Authenticator(Settings settings, MessageCenter center, InstantSource clock) {
        this.settings = settings;
        this.center = center;
        this.clock = clock;
        this.guesses = new Guesses<>(clock);
        this.nonces = new NonceMint(clock, settings.nonceLifetimeMs(), NonceMint.DEFAULT_TRACKED);
    }

    /// @param proven called when the request surely comes from `user`; on any thread
    public void authenticate(Incoming in, Msisdn user, Runnable proven) {
        SipRequest request = in.request();
        if (!request.has(HeaderName.AUTHORIZATION)) {
            challenge(in, user, "", false);
            return;
        }
        Optional<DigestCredentials> ours = ours(request);
        if (ours.isEmpty()) {
            in.reply(Refusals.warning(400, "Authorization can't be read"));
            return;
        }
        DigestCredentials given = ours.get();
        if (given.isIntroduction() || !isOurRealm(given)) {
            challenge(in, user, given.username(), false);
        } else if (!sameResource(given.uri(), request.uriText().toString())) {
            in.reply(Refusals.warning(400, "the Authorization is for another resource"));
        } else if (DigestAlgorithm.of(given.algorithm())
                .equals(Optional.of(DigestAlgorithm.AKAV1_MD5))) {
            aka(in, user, given, proven);
        } else {
            password(in, user, given, proven);
        }
    }

    /// The credentials for our realm among several (RFC 3261 section 22.3), else the first that can
    /// be read.
    private Optional<DigestCredentials> ours(SipRequest request) {
        var readable = new ArrayList<DigestCredentials>(1);
        for (Span value : request.values(HeaderName.AUTHORIZATION)) {
            if (DigestCredentials.parse(value.unfolded())
                    instanceof Parse.Parsed<DigestCredentials>(DigestCredentials given)) {
                readable.add(given);
            }
        }
        return readable.stream()
                .filter(this::isOurRealm)
                .findFirst()
                .or(() -> readable.stream().findFirst());
    }

    private boolean isOurRealm(DigestCredentials given) {
        return given.realm().isEmpty() || given.realm().equals(settings.realm());
    }

    /// The Request-URI may have got parameters on its way (RFC 7616 section 3.4.6).
    private static boolean sameResource(String given, String requested) {
        return bare(given).equals(bare(requested));
    }

    private static String bare(String uri) {
        String lower = uri.toLowerCase(Locale.ROOT);
        int end = lower.indexOf(';');
        return end < 0 ? lower : lower.substring(0, end);
    }

    private void password(Incoming in, Msisdn user, DigestCredentials given, Runnable proven) {
        Optional<DigestAlgorithm> algorithm =
                DigestAlgorithm.of(given.algorithm()).filter(settings.algorithms()::contains);
        OptionalLong madeAtMs = nonces.madeAtMs(given.nonce());
        if (algorithm.isEmpty() || madeAtMs.isEmpty()) {
            challenge(in, user, given.username(), false);
            return;
        }
        center.subscriber(user)
                .whenComplete((found, failure) -> {
                    if (failure != null) {
                        in.reply(Refusals.of(RefusalReason.OVERLOAD));
                    } else {
                        var proof = new Proof(given, algorithm.get(), madeAtMs.getAsLong());
                        in.guarded(() -> verify(in, user, proof, found, proven));
                    }
                });
    }

    /// What is offered as proof.
    ///
    /// @param madeAtMs when its nonce, which is ours, was made
    private record Proof(DigestCredentials given, DigestAlgorithm algorithm, long madeAtMs) {}

    private void verify(
            Incoming in, Msisdn user, Proof proof, Optional<Subscriber> found, Runnable proven) {
        DigestCredentials given = proof.given();
        boolean counted = !given.qop().isEmpty();
        if (counted && (given.count() < 1 || given.cnonce().isEmpty())) {
            in.reply(Refusals.warning(400, "Authorization with qop needs nc and cnonce"));
            return;
        }
        if (guesses.isTooMany(user, in.source())) {
            in.reply(Refusals.warning(403, "too many wrong passwords, try again in a minute"));
            return;
        }
        boolean stale = !nonces.isOfLate(proof.madeAtMs());
        boolean right =
                found.isPresent()
                        && found.get().credentials() instanceof Credentials.Password(var secret)
                        && matches(
                                in.request(),
                                proof.algorithm(),
                                given,
                                secret.getBytes(StandardCharsets.UTF_8));
        if (stale) {
            // only who knows the password needs not ask the user again (RFC 7616 section 3.3)
            challenge(in, user, given.username(), right);
        } else if (!right) {
            guesses.wrong(user, in.source());
            in.reply(Refusals.warning(403, "authentication failed"));
        } else if (nonces.answered(
                        given.nonce(), proof.madeAtMs(), counted ? given.count() : NonceMint.ONCE)
                != NonceMint.Verdict.FRESH) {
            challenge(in, user, given.username(), true);
        } else {
            guesses.right(user, in.source());
            proven.run();
        }
    }

    private boolean matches(
            SipRequest request, DigestAlgorithm algorithm, DigestCredentials given, byte[] secret) {
        String ha1 = DigestResponse.ha1(algorithm, given.username(), settings.realm(), secret);
        return DigestResponse.verify(algorithm, ha1, request.methodText().toString(), given)
                == DigestVerdict.MATCHES;
    }

    private void aka(Incoming in, Msisdn user, DigestCredentials given, Runnable proven) {
        Optional<AkaChallenges.Pending> pending =
                akaChallenges.take(given.nonce(), user, clock.millis());
        if (pending.isEmpty()) {
            challenge(in, user, given.username(), true);
            return;
        }
        AkaVectorSource.Vector vector = pending.get().vector();
        boolean resynchronise = !given.auts().isEmpty();
        byte[] secret = resynchronise ? new byte[0] : vector.xres();
        if (!matches(in.request(), DigestAlgorithm.AKAV1_MD5, given, secret)) {
            in.reply(Refusals.warning(403, "authentication failed"));
        } else if (resynchronise) {
            try {
                byte[] auts = Base64.getDecoder().decode(given.auts());
                settings.vectors().resynchronise(given.username(), user, vector.rand(), auts);
                challenge(in, user, given.username(), false);
            } catch (IllegalArgumentException _) {
                in.reply(Refusals.warning(400, "auts is not base64"));
            }
        } else {
            proven.run();
        }
    }

    private void challenge(Incoming in, Msisdn user, String identity, boolean stale) {
        Optional<AkaVectorSource.Vector> vector = settings.vectors().next(identity, user);
        DigestChallenge challenge;
        if (vector.isPresent()) {
            String nonce = DigestResponse.akaNonce(vector.get().rand(), vector.get().autn());
            akaChallenges.add(
                    nonce,
                    new AkaChallenges.Pending(
                            vector.get(), user, clock.millis() + AKA_PATIENCE_MS));
            challenge =
                    new DigestChallenge(
                            settings.realm(),
                            nonce,
                            List.of(DigestAlgorithm.AKAV1_MD5),
                            true,
                            stale,
                            "");
        } else {
            challenge =
                    new DigestChallenge(
                            settings.realm(),
                            nonces.next(),
                            settings.algorithms(),
                            true,
                            stale,
                            "");
        }
        SipReply reply = SipReply.of(401);
        for (String value : challenge.headerValues()) {
            reply = reply.with(HeaderName.WWW_AUTHENTICATE, value);
        }
        in.reply(reply);
    }
}
