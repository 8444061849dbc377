package org.fivegmc.maap.content;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.wire.digest.DigestAlgorithm;
import org.fivegmc.wire.digest.DigestChallenge;
import org.fivegmc.wire.digest.DigestCredentials;
import org.fivegmc.wire.digest.DigestResponse;
import org.fivegmc.wire.digest.DigestVerdict;
import org.fivegmc.wire.digest.Guesses;
import org.fivegmc.wire.digest.NonceMint;

/// Who asks: by HTTP Digest (RFC 7616) with the password of registration, by a token of ours (RFC
/// 6750, [UploadTokens]), or by `X-3GPP-Intended-Identity` (TS 24.109 section 5.2) of a proxy that
/// is trusted.
///
/// | credentials | answer |
/// |---|---|
/// | none, of another realm, of a nonce that is not ours, or of an algorithm not offered | 401 |
/// | unreadable, or for another address | 400 |
/// | right, but their nonce is too old or was used | 401 with `stale=true` |
/// | wrong, or of somebody without a password | 403 |
/// | any, after ten wrong ones of this user from this address in a minute | 403, unchecked |
/// | a token that is changed, expired, of another key or purpose, or of nobody here | 401 with `error="invalid_token"` |
/// | a token beside other credentials | 400 with `error="invalid_request"` |
///
/// A challenge offers Digest first, and Bearer in a field of its own behind it: some clients take
/// the first one, or read only that. Guesses of tokens are not counted, since there are 2^128.
///
/// Thread-safe.
final class Gatekeeper {
    private static final int TRACKED_NONCES = 20_000;
    private static final String BEARER = "Bearer";

    private final ContentSettings settings;
    private final URI base;
    private final UploadAccounts accounts;
    private final Optional<UploadTokens> tokens;
    private final NonceMint nonces;
    private final Guesses<String> guesses;

    /// @param tokens empty when none are taken
    Gatekeeper(
            ContentSettings settings,
            URI base,
            UploadAccounts accounts,
            Optional<UploadTokens> tokens,
            InstantSource clock) {
        this.settings = settings;
        this.base = base;
        this.accounts = accounts;
        this.tokens = tokens;
        nonces = new NonceMint(clock, settings.digest().nonceLifetime().toMillis(), TRACKED_NONCES);
        guesses = new Guesses<>(clock);
    }

    /// The number of whoever asks.
    String owner(HttpCall call) throws RefusedException {
        String intended = unquoted(call.header("x-3gpp-intended-identity"));
        if (!intended.isEmpty() && settings.trusted().test(call.remote())) {
            return number(accounts.find(intended))
                    .orElseThrow(() ->
                            new RefusedException(
                                    ContentRefusal.WRONG_PASSWORD,
                                    "X-3GPP-Intended-Identity names nobody here"));
        }
        List<String> authorizations = call.headers("authorization");
        if (tokens.isPresent() && authorizations.stream().anyMatch(Gatekeeper::isBearer)) {
            return bearer(authorizations, tokens.get());
        }
        Optional<DigestCredentials> given = ours(authorizations);
        if (given.isEmpty() || given.get().isIntroduction()) {
            throw challenge(false);
        }
        if (!sameResource(given.get().uri(), call.target())) {
            throw new RefusedException(
                    ContentRefusal.MALFORMED, "uri of Authorization is another address");
        }
        return proven(call, given.get(), intended.isEmpty() ? given.get().username() : intended);
    }

    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && (header.length() == BEARER.length() || header.charAt(BEARER.length()) == ' ');
    }

    /// The number a token is of, while somebody has it.
    private String bearer(List<String> authorizations, UploadTokens ours) throws RefusedException {
        if (authorizations.size() > 1) {
            String sentence = "a token goes alone, without other credentials";
            throw new RefusedException(
                    ContentRefusal.MALFORMED,
                    sentence,
                    ContentRefusal.MALFORMED
                            .answer(sentence)
                            .with(
                                    "www-authenticate",
                                    bearerChallenge("invalid_request", sentence)));
        }
        return switch (ours.judge(authorizations.getFirst().substring(BEARER.length()).strip())) {
            case UploadTokens.Verdict.Valid(var user) ->
                    number(accounts.find(user.toString()))
                            .orElseThrow(() -> invalidToken("the token is of nobody here"));
            case UploadTokens.Verdict.Refused(var why) -> throw invalidToken(why);
        };
    }

    private String proven(HttpCall call, DigestCredentials given, String identity)
            throws RefusedException {
        Optional<DigestAlgorithm> algorithm =
                DigestAlgorithm.of(given.algorithm())
                        .filter(settings.digest().algorithms()::contains);
        NonceMint.Verdict nonce = nonces.judge(given.nonce());
        if (algorithm.isEmpty() || nonce == NonceMint.Verdict.FOREIGN) {
            throw challenge(false);
        }
        boolean counted = !given.qop().isEmpty();
        if (counted && (given.count() < 1 || given.cnonce().isEmpty())) {
            throw new RefusedException(
                    ContentRefusal.MALFORMED, "Authorization with qop needs nc and cnonce");
        }
        UploadAccounts.Account account = accounts.find(identity);
        // not by the identity: the same user has many spellings
        String user = number(account).orElse(identity);
        if (guesses.isTooMany(user, call.remote())) {
            throw new RefusedException(
                    ContentRefusal.TOO_MANY_GUESSES,
                    "too many wrong passwords, try again in a minute");
        }
        boolean right =
                account instanceof UploadAccounts.Known(var _, var password)
                        && matches(call, algorithm.get(), given, password);
        if (nonce == NonceMint.Verdict.STALE) {
            throw challenge(right);
        }
        if (!right) {
            guesses.wrong(user, call.remote());
            throw new RefusedException(ContentRefusal.WRONG_PASSWORD, "authentication failed");
        }
        if (nonces.answered(given.nonce(), counted ? given.count() : NonceMint.ONCE)
                != NonceMint.Verdict.FRESH) {
            throw challenge(true);
        }
        guesses.right(user, call.remote());
        return user;
    }

    private boolean matches(
            HttpCall call, DigestAlgorithm algorithm, DigestCredentials given, String password) {
        String ha1 =
                DigestResponse.ha1(
                        algorithm,
                        given.username(),
                        settings.digest().realm(),
                        password.getBytes(StandardCharsets.UTF_8));
        return DigestResponse.verify(algorithm, ha1, call.method(), given) == DigestVerdict.MATCHES;
    }

    private static Optional<String> number(UploadAccounts.Account account) throws RefusedException {
        return switch (account) {
            case UploadAccounts.Known known -> Optional.of(known.number());
            case UploadAccounts.WithoutPassword(var number) -> Optional.of(number);
            case UploadAccounts.Unknown _ -> Optional.empty();
            case UploadAccounts.Unavailable _ ->
                    throw new RefusedException(
                            ContentRefusal.UNAVAILABLE, "accounts can't be asked now");
        };
    }

    /// Those of our realm among several, or of no realm.
    private Optional<DigestCredentials> ours(List<String> headers) throws RefusedException {
        boolean unreadable = false;
        for (String header : headers) {
            if (!header.regionMatches(true, 0, "Digest", 0, 6)) {
                continue; // another scheme, which nobody offered
            }
            Optional<DigestCredentials> given = DigestCredentials.parse(header).toOptional();
            unreadable |= given.isEmpty();
            if (given.isPresent()
                    && (given.get().realm().isEmpty()
                            || given.get().realm().equals(settings.digest().realm()))) {
                return given;
            }
        }
        if (unreadable) {
            throw new RefusedException(ContentRefusal.MALFORMED, "Authorization can't be read");
        }
        return Optional.empty();
    }

    private RefusedException challenge(boolean stale) {
        String sentence =
                tokens.isPresent()
                        ? "authenticate as for registration (Digest), or with a token (Bearer)"
                        : "authenticate as for registration (Digest)";
        return asked(ContentRefusal.CHALLENGED, sentence, stale, bearerChallenge("", ""));
    }

    private RefusedException invalidToken(String why) {
        return asked(
                ContentRefusal.BAD_TOKEN,
                why,
                /* stale= */ false,
                bearerChallenge("invalid_token", why));
    }

    private RefusedException asked(
            ContentRefusal reason, String sentence, boolean stale, String bearer) {
        HttpAnswer answer = reason.answer(sentence);
        var challenge =
                new DigestChallenge(
                        settings.digest().realm(),
                        nonces.next(),
                        settings.digest().algorithms(),
                        true,
                        stale,
                        "");
        for (String value : challenge.headerValues()) {
            answer = answer.with("www-authenticate", value);
        }
        if (tokens.isPresent()) {
            answer = answer.with("www-authenticate", bearer);
        }
        return new RefusedException(reason, sentence, answer);
    }

    /// RFC 6750 section 3: whoever brought no credentials is told of no error.
    private String bearerChallenge(String error, String description) {
        String challenge = BEARER + " realm=" + quoted(settings.digest().realm());
        return error.isEmpty()
                ? challenge
                : challenge
                        + ", error="
                        + quoted(error)
                        + ", error_description="
                        + quoted(description);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Clients write the address as a path or as a whole; a proxy may take the path of the public
    /// address off.
    private boolean sameResource(String given, String target) {
        return path(given).equals(path(target));
    }

    private String path(String uri) {
        String rest = uri;
        int scheme = uri.indexOf("://");
        if (scheme > 0) {
            int slash = uri.indexOf('/', scheme + 3);
            rest = slash < 0 ? "/" : uri.substring(slash);
        }
        return withoutBase(base, rest);
    }

    static String withoutBase(URI base, String path) {
        String front = base.getRawPath();
        return front != null && !front.isEmpty() && path.startsWith(front + "/")
                ? path.substring(front.length())
                : path;
    }

    private static String unquoted(String value) {
        String text = value.strip();
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
