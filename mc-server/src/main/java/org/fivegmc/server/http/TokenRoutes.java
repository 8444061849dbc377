package org.fivegmc.server.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.fivegmc.server.config.Units;
import org.fivegmc.server.http.Router.Route;

/// The route of the admin interface that makes tokens for uploads to the content server.
public final class TokenRoutes {

    /// The life of a token of which nothing is said, unless the longest allowed is shorter.
    public static final Duration USUAL_LIFE = Duration.ofHours(1);

    /// What is asked for.
    ///
    /// @param ttl how long it is good, such as `30m` or `1h`; absent for [#USUAL_LIFE]
    public record UploadTokenRequest(Optional<String> ttl) {}

    /// A token, which must not be logged.
    ///
    /// @param expires from then on it is worth nothing
    public record UploadToken(String token, Instant expires) {
        @Override
        public String toString() {
            return "token until " + expires;
        }
    }

    /// What came of the question.
    public sealed interface Outcome {
        record Made(UploadToken token) implements Outcome {}

        /// Nobody has that number.
        record Unknown() implements Outcome {}

        /// @param reason a sentence for a person: what is wrong with the life that was asked for
        record WrongLife(String reason) implements Outcome {}

        /// @param reason a sentence for a person: why there are no tokens here
        record NotOffered(String reason) implements Outcome {}
    }

    /// Makes tokens. Called on virtual threads.
    @FunctionalInterface
    public interface Tokens {

        /// @param msisdn E.164 with plus
        /// @param life [#USUAL_LIFE] when empty
        Outcome make(String msisdn, Optional<Duration> life);
    }

    private final Tokens tokens;

    public TokenRoutes(Tokens tokens) {
        this.tokens = tokens;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        "/v1/subscribers/{msisdn}/token",
                        false,
                        AdminRoutes.number(this::make)));
    }

    private Response make(Request request, String msisdn) {
        Optional<UploadTokenRequest> wanted =
                request.body().length == 0
                        ? Optional.of(new UploadTokenRequest(Optional.empty()))
                        : Response.read(request.body(), UploadTokenRequest.class);
        if (wanted.isEmpty()) {
            return badRequest(request, "the body is no request for a token: {\"ttl\": \"1h\"}");
        }
        Optional<String> ttl = wanted.get().ttl();
        Optional<Duration> life = ttl.flatMap(Units::duration);
        if (ttl.isPresent() && life.isEmpty()) {
            return badRequest(request, "ttl is not a duration such as 90s, 30m or 1h");
        }
        return switch (tokens.make(msisdn, life)) {
            case Outcome.Made(var token) ->
                    // as RFC 6749 section 5.1 wants it of whatever has a token
                    Response.json(200, token).header("Cache-Control", "no-store");
            case Outcome.Unknown _ ->
                    Response.problem(404, "Not Found", "no such subscriber", request.path());
            case Outcome.WrongLife(var reason) -> badRequest(request, reason);
            case Outcome.NotOffered(var reason) ->
                    Response.problem(409, "Conflict", reason, request.path());
        };
    }

    private static Response badRequest(Request request, String detail) {
        return Response.problem(400, "Bad Request", detail, request.path());
    }
}
