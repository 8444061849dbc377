package org.fivegmc.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.fivegmc.server.config.HostPort;
import org.fivegmc.server.config.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the handler of a request: 404 when no path matches, 405 with `Allow` when only the method
/// does not.
///
/// A template is segments; `{name}` stands for exactly one. A literal segment wins over a
/// placeholder. Routes marked protected need the bearer token (RFC 6750) when there is one.
///
/// Without a token it is being on this machine that gives the right to ask, and a browser on this
/// machine asks for any page it shows. A page of elsewhere whose name is made to lead here (DNS
/// rebinding) still writes its own name into Host, so only names of this machine are answered.
public final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final String RETRY_SECONDS = "5";

    /// One route.
    ///
    /// @param open whether it is answered without a token (health, metrics, the description)
    public record Route(String method, String template, boolean open, Handler handler) {
        List<String> segments() {
            return segmentsOf(template);
        }
    }

    private final List<Route> routes;
    private final Optional<Secret> token;
    private final String ownHost;

    public Router(List<Route> routes, Optional<Secret> token) {
        this(routes, token, "localhost");
    }

    /// @param ownHost the host that is listened on, as configured
    public Router(List<Route> routes, Optional<Secret> token, String ownHost) {
        this.routes = List.copyOf(routes);
        this.token = token;
        this.ownHost = ownHost;
    }

    public List<Route> routes() {
        return routes;
    }

    /// Never throws: who can't answer now gets 503 with Retry-After, and a fault of a handler
    /// becomes 500 and a line in the log.
    public Response answer(Request request) {
        try {
            return dispatch(request);
        } catch (AdminOperations.Busy e) {
            LOG.debug("{} {} not now", request.method(), request.path(), e);
            return Response.problem(
                            503,
                            "Service Unavailable",
                            String.valueOf(e.getMessage()),
                            request.path())
                    .header("Retry-After", RETRY_SECONDS);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return Response.problem(
                    500, "Internal Server Error", "see the log of the server", request.path());
        }
    }

    private Response dispatch(Request request) {
        if (token.isEmpty() && !isOurs(request.host())) {
            return Response.problem(
                    421,
                    "Misdirected Request",
                    "this server is asked by the names of its own machine, or with http.token",
                    request.path());
        }
        List<String> path = segmentsOf(request.path());
        var allowed = new TreeSet<String>();
        List<Route> matching = new ArrayList<>();
        for (Route route : routes) {
            if (matches(route.segments(), path)) {
                allowed.add(route.method());
                if (route.method().equals(request.method())) {
                    matching.add(route);
                }
            }
        }
        if (allowed.isEmpty()) {
            return Response.problem(404, "Not Found", "no such path", request.path());
        }
        if (matching.isEmpty()) {
            return Response.problem(
                            405,
                            "Method Not Allowed",
                            request.method() + " is not offered here",
                            request.path())
                    .header("Allow", String.join(", ", allowed));
        }
        Route route =
                matching.stream()
                        .min(java.util.Comparator.comparingLong(Router::placeholders))
                        .orElseThrow();
        if (!route.open() && !authorized(request)) {
            return Response.problem(
                            401, "Unauthorized", "a bearer token is required", request.path())
                    .header("WWW-Authenticate", "Bearer realm=\"5gmc\"");
        }
        return route.handler().handle(request.with(parameters(route.segments(), path)));
    }

    /// Whether Host, which a browser always writes, names this machine; whoever writes none is no
    /// browser.
    private boolean isOurs(String host) {
        if (host.isEmpty()) {
            return true;
        }
        int bracket = host.indexOf(']');
        int colon = host.indexOf(':', Math.max(bracket, 0));
        String name = colon < 0 ? host : host.substring(0, colon);
        String bare = bracket > 0 ? host.substring(1, bracket) : name;
        return bare.equalsIgnoreCase(ownHost) || new HostPort(bare, 0).loopback();
    }

    private boolean authorized(Request request) {
        if (token.isEmpty()) {
            return true;
        }
        return request.authorization()
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> token.get().matches(value.substring(7).strip()))
                .orElse(false);
    }

    private static List<String> segmentsOf(String path) {
        return List.of(path.split("/", -1));
    }

    private static boolean matches(List<String> template, List<String> path) {
        if (template.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            boolean fits =
                    isPlaceholder(template.get(i))
                            ? !path.get(i).isEmpty()
                            : template.get(i).equals(path.get(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> parameters(List<String> template, List<String> path) {
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String segment = template.get(i);
            if (isPlaceholder(segment)) {
                found.put(segment.substring(1, segment.length() - 1), path.get(i));
            }
        }
        return found;
    }

    private static long placeholders(Route route) {
        return route.segments().stream().filter(Router::isPlaceholder).count();
    }

    private static boolean isPlaceholder(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
