package org.fivegmc.fallback.channel;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.route.Operator;
import org.fivegmc.core.route.OperatorLookup;
import org.fivegmc.fallback.spi.Gateway;
import org.fivegmc.fallback.spi.GatewayHealth;

/// Which gateways of one bearer serve which numbers: the route of the number's operator, else the
/// one with the longest prefix, and of its gateways the first that works. Immutable, but for what
/// is known of operators.
public final class GatewayRoutes<G extends Gateway> {

    /// @param match whose numbers
    /// @param gateways in the order of preference
    public record Route<G>(Match match, List<G> gateways) {

        /// @param prefix digits of E.164 numbers; empty for all
        public Route(String prefix, List<G> gateways) {
            this(new Match.Prefix(prefix), gateways);
        }
    }

    /// The numbers of a route.
    public sealed interface Match {

        /// @param digits of E.164 numbers; empty for all
        record Prefix(String digits) implements Match {}

        record Network(Operator operator) implements Match {}
    }

    /// The answer for a number.
    sealed interface Choice<G> {
        record Usable<G>(G gateway) implements Choice<G> {}

        /// There are gateways, but none works now.
        record AllDown<G>() implements Choice<G> {}

        record NoRoute<G>() implements Choice<G> {}
    }

    private final List<Route<G>> routes;
    private final OperatorLookup operators;
    private final boolean anyOperator;

    public GatewayRoutes(List<Route<G>> routes) {
        this(routes, OperatorLookup.none());
    }

    public GatewayRoutes(List<Route<G>> routes, OperatorLookup operators) {
        this.routes =
                routes.stream()
                        .sorted(
                                Comparator.comparingInt((Route<G> r) -> weight(r.match()))
                                        .reversed())
                        .toList();
        this.operators = operators;
        this.anyOperator = routes.stream().anyMatch(r -> r.match() instanceof Match.Network);
    }

    private static int weight(Match match) {
        return switch (match) {
            case Match.Network _ -> Integer.MAX_VALUE;
            case Match.Prefix(var digits) -> digits.length();
        };
    }

    Choice<G> choose(Msisdn number) {
        Optional<Route<G>> route = route(number);
        return route.isEmpty()
                ? new Choice.NoRoute<>()
                : usable(route.get())
                        .<Choice<G>>map(Choice.Usable::new)
                        .orElseGet(Choice.AllDown::new);
    }

    private Optional<Route<G>> route(Msisdn number) {
        Optional<Operator> operator = anyOperator ? operators.of(number) : Optional.empty();
        String digits = Long.toString(number.e164());
        for (Route<G> route : routes) {
            boolean fits =
                    switch (route.match()) {
                        case Match.Network(var wanted) ->
                                operator.isPresent() && operator.get() == wanted;
                        case Match.Prefix(var prefix) -> digits.startsWith(prefix);
                    };
            if (fits) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    /// The ids of the gateways that serve a number, in the order of preference; none without a
    /// route.
    public List<String> serving(Msisdn number) {
        return route(number).stream().flatMap(r -> r.gateways().stream()).map(Gateway::id).toList();
    }

    private Optional<G> usable(Route<G> route) {
        return route.gateways().stream()
                .filter(g ->
                        switch (g.health().state()) {
                            case UP, DEGRADED -> true;
                            case DOWN, CIRCUIT_OPEN, STOPPED -> false;
                        })
                .findFirst();
    }

    Optional<G> byId(String id) {
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
                .map(Gateway::health)
                .toList();
    }
}
