package org.fivegmc.server.admin;

import java.util.Optional;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.route.Operator;
import org.fivegmc.fallback.channel.GatewayRoutes;
import org.fivegmc.routing.number.OperatorDirectory.Found;
import org.fivegmc.server.http.NumberRoutes;
import org.fivegmc.server.table.OperatorFiles;
import org.fivegmc.wire.uri.NumberPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whose a number is, for operators. Thread-safe.
public final class NumberAdmin implements NumberRoutes.Numbers {

    private static final Logger LOG = LoggerFactory.getLogger("mc.admin");

    private final NumberPlan plan;
    private final OperatorFiles operators;
    private final GatewayRoutes<?> routes;

    /// @param plan how the home country dials
    public NumberAdmin(NumberPlan plan, OperatorFiles operators, GatewayRoutes<?> routes) {
        this.plan = plan;
        this.operators = operators;
        this.routes = routes;
    }

    @Override
    public Optional<NumberRoutes.TelephoneNumber> find(String text) {
        long number = plan.number(text);
        return number == NumberPlan.NOT_A_NUMBER
                ? Optional.empty()
                : Optional.of(answer(new Msisdn(number)));
    }

    private NumberRoutes.TelephoneNumber answer(Msisdn number) {
        Found found = operators.directory().explain(number);
        Optional<Operator> operator =
                switch (found) {
                    case Found.Ported(var to) -> Optional.of(to);
                    case Found.ByPrefix prefix -> Optional.of(prefix.operator());
                    case Found.Nobody() -> Optional.empty();
                };
        return new NumberRoutes.TelephoneNumber(
                number.toString(),
                operator.map(Operator::word),
                sentence(found),
                routes.serving(number));
    }

    private static String sentence(Found found) {
        return switch (found) {
            case Found.Ported _ -> "it stands among the ported numbers";
            case Found.ByPrefix prefix -> "its prefix is " + prefix.prefix();
            case Found.Nobody() -> "no operator's prefix fits it";
        };
    }

    @Override
    public NumberRoutes.OperatorTables reload() {
        OperatorFiles.Sizes sizes = operators.reload();
        LOG.info(
                "operators of numbers read again: {} prefixes, {} ported numbers",
                sizes.prefixes(),
                sizes.ported());
        return new NumberRoutes.OperatorTables(sizes.prefixes(), sizes.ported());
    }
}
