package org.fivegmc.fallback.channel;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.SmsGateway;

/// Which gateways serve which numbers: the longest prefix wins, and of its gateways the first that
/// works. Immutable.
public final class GatewayRoutes {

    /// @param prefix digits of E.164 numbers; empty for all
    /// @param gateways in the order of preference
    public record Route(String prefix, List<SmsGateway> gateways) {}

    /// The answer for a number.
    sealed interface Choice {
        record Usable(SmsGateway gateway) implements Choice {}

        /// There are gateways, but none works now.
        record AllDown() implements Choice {}

        record NoRoute() implements Choice {}
    }

    private final List<Route> routes;

    public GatewayRoutes(List<Route> routes) {
        this.routes =
                routes.stream()
                        .sorted(
                                Comparator.comparingInt((Route r) -> r.prefix().length())
                                        .reversed())
                        .toList();
    }

    Choice choose(Msisdn number) {
        String digits = Long.toString(number.e164());
        for (Route route : routes) {
            if (digits.startsWith(route.prefix())) {
                return usable(route).<Choice>map(Choice.Usable::new).orElseGet(Choice.AllDown::new);
            }
        }
        return new Choice.NoRoute();
    }

    private static Optional<SmsGateway> usable(Route route) {
        return route.gateways().stream()
                .filter(g ->
                        switch (g.health().state()) {
                            case UP, DEGRADED -> true;
                            case DOWN, CIRCUIT_OPEN, STOPPED -> false;
                        })
                .findFirst();
    }

    Optional<SmsGateway> byId(String id) {
        return routes.stream()
                .flatMap(r -> r.gateways().stream())
                .filter(g -> g.id().equals(id))
                .findFirst();
    }

    /// State of every gateway, for operators.
    public List<GatewayHealth> health() {
        return routes.stream()
                .flatMap(r -> r.gateways().stream())
                .distinct()
                .map(SmsGateway::health)
                .toList();
    }
}
