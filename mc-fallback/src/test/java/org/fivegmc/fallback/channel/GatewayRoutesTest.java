package org.fivegmc.fallback.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.route.Operator;
import org.fivegmc.fallback.channel.GatewayRoutes.Choice;
import org.fivegmc.fallback.channel.GatewayRoutes.Match;
import org.fivegmc.fallback.channel.GatewayRoutes.Route;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SmsGateway;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.text.SplitRules;
import org.junit.jupiter.api.Test;

class GatewayRoutesTest {

    private static final Msisdn MOBILE = Msisdn.of("+8613800000001");
    private static final Msisdn UNICOM = Msisdn.of("+8613000000001");
    private static final Msisdn ABROAD = Msisdn.of("+4917000000001");

    private final Gateway mobile = new Gateway("mobile");
    private final Gateway second = new Gateway("second");
    private final Gateway any = new Gateway("any");
    private final Gateway china = new Gateway("china");

    private final GatewayRoutes<Gateway> routes =
            new GatewayRoutes<>(
                    List.of(
                            new Route<>("", List.of(any)),
                            new Route<>("8613", List.of(china)),
                            new Route<>(new Match.Network(Operator.CMCC), List.of(mobile, second)),
                            new Route<>(new Match.Network(Operator.CBN), List.of(any))),
                    number ->
                            switch (Long.toString(number.e164()).substring(0, 5)) {
                                case "86138" -> Optional.of(Operator.CMCC);
                                case "86130" -> Optional.of(Operator.CUCC);
                                default -> Optional.empty();
                            });

    @Test
    void theRouteOfTheOperatorComesBeforePrefixes() {
        assertThat(routes.choose(MOBILE)).isEqualTo(new Choice.Usable<>(mobile));
        assertThat(routes.serving(MOBILE)).containsExactly("mobile", "second");
    }

    @Test
    void anOperatorWithoutARouteIsServedByPrefix() {
        assertThat(routes.choose(UNICOM)).isEqualTo(new Choice.Usable<>(china));
        assertThat(routes.choose(ABROAD)).isEqualTo(new Choice.Usable<>(any));
    }

    /// What is for an operator does not leave by another's gateway.
    @Test
    void itsGatewaysAreWaitedFor() {
        mobile.state = GatewayHealth.State.DOWN;
        assertThat(routes.choose(MOBILE)).isEqualTo(new Choice.Usable<>(second));
        second.state = GatewayHealth.State.STOPPED;
        assertThat(routes.choose(MOBILE)).isEqualTo(new Choice.AllDown<>());
    }

    @Test
    void withoutARouteThereIsNone() {
        var only =
                new GatewayRoutes<>(
                        List.of(new Route<>(new Match.Network(Operator.CMCC), List.of(mobile))));
        assertThat(only.choose(MOBILE))
                .as("nobody says whose it is")
                .isEqualTo(new Choice.NoRoute<>());
        assertThat(only.serving(MOBILE)).isEmpty();
    }

    private static final class Gateway implements SmsGateway {
        private final String id;
        private GatewayHealth.State state = GatewayHealth.State.UP;

        Gateway(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public SplitRules splitRules() {
            return SplitRules.defaults();
        }

        @Override
        public void start() {}

        @Override
        public void submit(OutboundSms unit, Consumer<SubmitOutcome> told) {}

        @Override
        public GatewayHealth health() {
            return new GatewayHealth(state, 1, 1, 100, 0, 0);
        }

        @Override
        public CompletionStage<Void> drainAndStop(Duration atMost) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
