package org.fivegmc.server.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.fivegmc.server.http.Router.Route;
import org.fivegmc.server.http.TenantOperations.Change;
import org.fivegmc.server.http.TenantOperations.ChatbotRequest;
import org.fivegmc.server.http.TenantOperations.CspRequest;

/// The routes of the admin interface about chatbots and their providers.
public final class TenantRoutes {

    private final TenantOperations operations;

    public TenantRoutes(TenantOperations operations) {
        this.operations = operations;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/v1/csps",
                        false,
                        _ -> Response.json(200, Map.of("csps", operations.csps()))),
                new Route(
                        "GET",
                        "/v1/csps/{id}",
                        false,
                        request -> found(request, operations.csp(request.parameter("id")))),
                new Route(
                        "PUT",
                        "/v1/csps/{id}",
                        false,
                        request ->
                                put(
                                        request,
                                        CspRequest.class,
                                        wanted ->
                                                operations.putCsp(
                                                        request.parameter("id"), wanted))),
                new Route(
                        "DELETE",
                        "/v1/csps/{id}",
                        false,
                        request -> changed(request, operations.removeCsp(request.parameter("id")))),
                new Route(
                        "GET",
                        "/v1/chatbots",
                        false,
                        request ->
                                Response.json(
                                        200,
                                        Map.of(
                                                "chatbots",
                                                operations.chatbots(request.query("csp"))))),
                new Route(
                        "GET",
                        "/v1/chatbots/{address}",
                        false,
                        request ->
                                found(request, operations.chatbot(request.parameter("address")))),
                new Route(
                        "PUT",
                        "/v1/chatbots/{address}",
                        false,
                        request ->
                                put(
                                        request,
                                        ChatbotRequest.class,
                                        wanted ->
                                                operations.putChatbot(
                                                        request.parameter("address"), wanted))),
                new Route(
                        "GET",
                        "/v1/chatbots/{address}/lane",
                        false,
                        request -> found(request, operations.lane(request.parameter("address")))),
                new Route(
                        "POST",
                        "/v1/chatbots/{address}/replay",
                        false,
                        request -> found(request, operations.replay(request.parameter("address")))),
                new Route(
                        "DELETE",
                        "/v1/chatbots/{address}",
                        false,
                        request ->
                                changed(
                                        request,
                                        operations.removeChatbot(request.parameter("address")))));
    }

    private static <R, T> Response put(
            Request request, Class<R> type, Function<R, Change<T>> then) {
        byte[] body =
                request.body().length == 0
                        ? "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)
                        : request.body();
        Optional<R> wanted = Response.read(body, type);
        return wanted.isPresent()
                ? changed(request, then.apply(wanted.get()))
                : Response.problem(
                        400,
                        "Bad Request",
                        "the body is no JSON object with the members that are described",
                        request.path());
    }

    private static <T> Response changed(Request request, Change<T> change) {
        return switch (change) {
            case Change.Created<T>(var value) -> Response.json(201, value);
            case Change.Replaced<T>(var value) -> Response.json(200, value);
            case Change.Removed<T> _ -> Response.noContent();
            case Change.Unknown<T> _ -> unknown(request);
            case Change.Refused<T>(var reason) ->
                    Response.problem(409, "Conflict", reason, request.path());
        };
    }

    private static Response found(Request request, Optional<?> value) {
        return value.map(v -> Response.json(200, v)).orElseGet(() -> unknown(request));
    }

    private static Response unknown(Request request) {
        return Response.problem(404, "Not Found", "there is none", request.path());
    }
}
