package org.fivegmc.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.server.http.AdminOperations.SubscriberChange;
import org.fivegmc.server.http.AdminOperations.SubscriberRequest;
import org.fivegmc.server.http.AdminOperations.TraceAnswer;
import org.fivegmc.server.http.Router.Route;
import org.fivegmc.server.metrics.Metrics;

/// The routes of the admin interface. `docs/openapi.yaml` describes each of them; a test holds the
/// two together.
public final class AdminRoutes {
    static final int DEFAULT_PAGE = 50;
    static final int MAX_PAGE = 500;
    private static final Pattern NUMBER = Pattern.compile("\\+?([1-9]\\d{4,14})");
    private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9._~-]{1,128}");
    private static final String DESCRIPTION = "/openapi.yaml";

    private final AdminOperations operations;
    private final Health health;
    private final Metrics metrics;

    public AdminRoutes(AdminOperations operations, Health health, Metrics metrics) {
        this.operations = operations;
        this.health = health;
        this.metrics = metrics;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/health/live", true, _ -> health(health.live())),
                new Route("GET", "/health/ready", true, _ -> health(health.ready())),
                new Route(
                        "GET",
                        "/metrics",
                        true,
                        _ -> Response.text(200, Metrics.CONTENT_TYPE, metrics.scrape())),
                new Route(
                        "GET",
                        DESCRIPTION,
                        true,
                        _ -> Response.text(200, "application/yaml", description())),
                new Route("GET", "/v1/status", false, _ -> Response.json(200, operations.status())),
                new Route("GET", "/v1/subscribers/{msisdn}", false, number(this::subscriber)),
                new Route("PUT", "/v1/subscribers/{msisdn}", false, number(this::putSubscriber)),
                new Route(
                        "DELETE",
                        "/v1/subscribers/{msisdn}",
                        false,
                        number(this::removeSubscriber)),
                new Route("GET", "/v1/registrations/{msisdn}", false, number(this::registrations)),
                new Route("GET", "/v1/mailboxes/{msisdn}", false, number(this::mailbox)),
                new Route("DELETE", "/v1/mailboxes/{msisdn}", false, number(this::purge)),
                new Route("GET", "/v1/mailboxes/{msisdn}/{id}", false, number(this::peek)),
                new Route("GET", "/v1/routes/explain", false, this::explain),
                new Route("GET", "/v1/traces/{id}", false, this::trace));
    }

    private Response subscriber(Request request, String msisdn) {
        return found(request, operations.subscriber(msisdn), "no such subscriber");
    }

    private Response putSubscriber(Request request, String msisdn) {
        var body =
                request.body().length == 0
                        ? Optional.of(new SubscriberRequest(Optional.empty(), Optional.empty()))
                        : Response.read(request.body(), SubscriberRequest.class);
        if (body.isEmpty()) {
            return badRequest(
                    request,
                    "the body is no subscriber: {\"password\": text, \"rcs\": true or false}");
        }
        return switch (operations.putSubscriber(msisdn, body.get())) {
            case SubscriberChange.Created created -> Response.json(201, created.subscriber());
            case SubscriberChange.Replaced replaced -> Response.json(200, replaced.subscriber());
            case SubscriberChange.Refused refused ->
                    Response.problem(409, "Conflict", refused.reason(), request.path());
        };
    }

    private Response removeSubscriber(Request request, String msisdn) {
        return operations.removeSubscriber(msisdn)
                ? Response.noContent()
                : notFound(request, "no such subscriber");
    }

    private Response registrations(Request request, String msisdn) {
        return Response.json(
                200, Map.of("msisdn", msisdn, "registrations", operations.registrations(msisdn)));
    }

    private Response mailbox(Request request, String msisdn) {
        Optional<String> limit = request.query("limit");
        if (limit.isPresent() && !limit.get().matches("[1-9]\\d{0,2}")) {
            return badRequest(request, "limit is not in 1.." + MAX_PAGE);
        }
        int count = limit.map(Integer::parseInt).orElse(DEFAULT_PAGE);
        if (count > MAX_PAGE) {
            return badRequest(request, "limit is not in 1.." + MAX_PAGE);
        }
        try {
            return Response.json(200, operations.mailbox(msisdn, request.query("cursor"), count));
        } catch (IllegalArgumentException _) {
            return badRequest(request, "cursor is not the `next` of a page");
        }
    }

    private Response purge(Request request, String msisdn) {
        return Response.json(200, Map.of("removed", operations.purge(msisdn)));
    }

    private Response peek(Request request, String msisdn) {
        return messageId(
                request, id -> found(request, operations.peek(msisdn, id), "no such message"));
    }

    private Response trace(Request request) {
        return messageId(
                request,
                id ->
                        switch (operations.trace(id)) {
                            case TraceAnswer.Known known -> Response.json(200, known.trace());
                            case TraceAnswer.Unknown unknown -> notFound(request, unknown.why());
                        });
    }

    private Response explain(Request request) {
        Optional<String> from = request.query("from").flatMap(AdminRoutes::sender);
        Optional<String> to = request.query("to").flatMap(AdminRoutes::e164);
        if (from.isEmpty() || to.isEmpty()) {
            return badRequest(
                    request,
                    "from and to are numbers in E.164, such as %2B8613812340001; from may be the"
                            + " address of a chatbot");
        }
        Optional<Boolean> sms = flag(request, "sms", true);
        Optional<Boolean> smsText = flag(request, "smsText", false);
        Optional<Boolean> mms = flag(request, "mms", false);
        Optional<Boolean> store = flag(request, "store", true);
        if (sms.isEmpty() || smsText.isEmpty() || mms.isEmpty() || store.isEmpty()) {
            return badRequest(request, "sms, smsText, mms and store are true or false");
        }
        return Response.json(
                200,
                operations.explainRoute(
                        new AdminOperations.RouteQuestion(
                                from.get(),
                                to.get(),
                                sms.get(),
                                smsText.get(),
                                mms.get(),
                                store.get())));
    }

    /// A number, or a chatbot.
    private static Optional<String> sender(String text) {
        return e164(text).or(() -> ChatbotAddress.of(text).map(ChatbotAddress::uri));
    }

    /// Empty for what is neither true nor false.
    private static Optional<Boolean> flag(Request request, String name, boolean otherwise) {
        return switch (request.query(name).orElse(Boolean.toString(otherwise))) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Response health(List<Health.Check> checks) {
        boolean ok = checks.stream().allMatch(Health.Check::ok);
        return Response.json(
                ok ? 200 : 503, Map.of("status", ok ? "up" : "down", "checks", checks));
    }

    /// A handler of a route with `{msisdn}`, which gets that as E.164 with plus.
    static Handler number(BiFunction<Request, String, Response> then) {
        return request ->
                e164(request.parameter("msisdn"))
                        .map(msisdn -> then.apply(request, msisdn))
                        .orElseGet(() ->
                                badRequest(
                                        request,
                                        "the number is not E.164, such as +8613812340001"));
    }

    private static Response messageId(Request request, Function<String, Response> then) {
        String id = request.parameter("id");
        return MESSAGE_ID.matcher(id).matches()
                ? then.apply(id)
                : badRequest(request, "that is no message id");
    }

    /// With or without its `+`, which a query turns into a space.
    private static Optional<String> e164(String text) {
        var matcher = NUMBER.matcher(text.strip());
        return matcher.matches() ? Optional.of("+" + matcher.group(1)) : Optional.empty();
    }

    private static Response found(Request request, Optional<?> value, String otherwise) {
        return value.map(v -> Response.json(200, v)).orElseGet(() -> notFound(request, otherwise));
    }

    private static Response notFound(Request request, String detail) {
        return Response.problem(404, "Not Found", detail, request.path());
    }

    private static Response badRequest(Request request, String detail) {
        return Response.problem(400, "Bad Request", detail, request.path());
    }

    private static String description() {
        try (var in = AdminRoutes.class.getResourceAsStream(DESCRIPTION)) {
            if (in == null) {
                throw new IllegalStateException(DESCRIPTION + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
