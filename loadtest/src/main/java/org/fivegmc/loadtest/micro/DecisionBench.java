package org.fivegmc.loadtest.micro;

import java.util.List;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryEvent;
import org.fivegmc.core.delivery.DeliveryMachine;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.delivery.Step;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RouteQuery;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.routing.RoutingPolicy;
import org.fivegmc.routing.StandardRoutePlanner;
import org.fivegmc.routing.number.NumberPlan;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What is decided about a message: its way, and the steps of its delivery.
@State(Scope.Thread)
public class DecisionBench {
    private final StandardRoutePlanner planner =
            new StandardRoutePlanner(RoutingPolicy.DEFAULT, new NumberPlan());
    private final DeliveryMachine machine = new DeliveryMachine(DeliveryPolicy.DEFAULT);
    private final RouteQuery toUser = query(new Recipient.Known(Samples.recipient()));
    private final RouteQuery toStranger = query(Recipient.STRANGER);
    private final Delivery accepted = Samples.delivery();
    private final DeliveryEvent planned =
            new DeliveryEvent.Planned(
                    new RoutePlan.DeliverRcs(
                            RouteReason.REGISTERED_AND_CAPABLE, List.of(Samples.binding())));
    private final DeliveryEvent answered =
            new DeliveryEvent.Attempted(
                    1, Samples.binding().device(), new AttemptOutcome.Accepted(true));

    @Benchmark
    public RoutePlan planForRegisteredUser() {
        return planner.plan(toUser);
    }

    @Benchmark
    public RoutePlan planForStranger() {
        return planner.plan(toStranger);
    }

    /// From accepted over sending to over: the whole life of a message that goes well.
    @Benchmark
    public Step deliver() {
        Step sent = machine.on(accepted, planned, Samples.NOW_MS);
        return machine.on(sent.delivery(), answered, Samples.NOW_MS + 1);
    }

    private static RouteQuery query(Recipient recipient) {
        return new RouteQuery(
                Samples.SENDER,
                Samples.RECIPIENT,
                recipient,
                Purpose.CONTENT,
                FallbackOffer.RENDERED,
                /* mayWait= */ true,
                Samples.NOW_MS,
                Samples.NOW_MS);
    }
}
