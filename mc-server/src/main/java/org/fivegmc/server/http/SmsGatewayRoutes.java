package org.fivegmc.server.http;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fivegmc.server.http.Router.Route;

/// The route of the admin interface about SMS gateways.
public final class SmsGatewayRoutes {

    /// One gateway as it is now.
    ///
    /// @param state up, degraded, down, circuit-open or stopped
    /// @param rate messages a second allowed now
    /// @param pending parts that wait to be sent
    /// @param inFlight parts sent and not answered
    public record SmsGateway(
            String id,
            String type,
            String state,
            int links,
            int boundLinks,
            long rate,
            int pending,
            int inFlight) {}

    private final Supplier<List<SmsGateway>> gateways;

    public SmsGatewayRoutes(Supplier<List<SmsGateway>> gateways) {
        this.gateways = gateways;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/v1/gateways",
                        false,
                        _ -> Response.json(200, Map.of("gateways", gateways.get()))));
    }
}
