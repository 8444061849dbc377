package org.fivegmc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RouteQuery;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.Subscriber;
import org.fivegmc.routing.number.NumberPlan;
import org.fivegmc.routing.number.PrefixSet;
import org.fivegmc.routing.table.FallbackTable;
import org.fivegmc.routing.table.Reach;
import org.fivegmc.routing.table.Source;
import org.junit.jupiter.api.Test;

/// Where recipients of chatbots are seen in the fallback table.
class ChatbotRoutesTest {

    private static final long NOW = 1_000_000;
    private static final ChatbotAddress BOT =
            new ChatbotAddress("sip:1065@botplatform.rcs.example");
    private static final Msisdn BOB = Msisdn.of("+8613800000002");
    private static final FallbackOffer TEXT = new FallbackOffer.Sms("text");

    private static final long CAPABLE = Capabilities.PAGER | Capabilities.CHATBOT_STANDALONE;
    private static final long PLAIN = Capabilities.PAGER | Capabilities.CHAT;
    private static final long ASKED = Capabilities.PAGER | Capabilities.PRESUMED;

    private final StandardRoutePlanner planner = planner(RoutingPolicy.DEFAULT);

    private static StandardRoutePlanner planner(RoutingPolicy policy) {
        return new StandardRoutePlanner(policy, new NumberPlan());
    }

    private static Recipient registered(long capabilities) {
        var can = new Capabilities(capabilities);
        return new Recipient.Known(
                Subscriber.provisioned(BOB, true, Credentials.NONE)
                        .withBindings(
                                List.of(
                                        new Binding(
                                                new DeviceId("phone"),
                                                can,
                                                0,
                                                NOW + 1,
                                                new byte[0])),
                                can,
                                NOW - 1));
    }

    private static Recipient away(long lastCapabilities) {
        return new Recipient.Known(
                Subscriber.provisioned(BOB, true, Credentials.NONE)
                        .withBindings(List.of(), new Capabilities(lastCapabilities), NOW - 1));
    }

    private static Recipient never() {
        return new Recipient.Known(Subscriber.provisioned(BOB, true, Credentials.NONE));
    }

    private static RouteQuery query(Recipient recipient, FallbackOffer offer, boolean store) {
        return new RouteQuery(BOT, BOB, recipient, Purpose.CONTENT, offer, store, NOW, NOW);
    }

    private String rule(Recipient recipient, FallbackOffer offer, boolean store) {
        return planner.rule(query(recipient, offer, store));
    }

    @Test
    void whatIsKnownOfTheRecipientFindsTheRow() {
        assertThat(rule(registered(CAPABLE), FallbackOffer.NONE, false)).isEqualTo("online");
        assertThat(rule(registered(PLAIN), FallbackOffer.NONE, true))
                .isEqualTo("not-capable-failed");
        assertThat(rule(registered(PLAIN), TEXT, true)).isEqualTo("not-capable-sms-brought");
        assertThat(rule(away(CAPABLE), FallbackOffer.NONE, true)).isEqualTo("offline-kept");
        assertThat(rule(away(CAPABLE), TEXT, true)).isEqualTo("offline-kept");
        assertThat(rule(away(CAPABLE), TEXT, false)).isEqualTo("offline-sms-brought");
        assertThat(rule(away(CAPABLE), FallbackOffer.RENDERED, false))
                .isEqualTo("offline-sms-rendered");
        assertThat(rule(away(CAPABLE), FallbackOffer.NONE, false)).isEqualTo("offline-failed");
        assertThat(rule(Recipient.STRANGER, FallbackOffer.NONE, false)).isEqualTo("not-rcs-failed");
    }

    /// Nothing can be hoped for from a phone that knew no chatbots when it was here.
    @Test
    void whoWasHereWithoutChatbotsIsNotCapableAndWhoNeverWasIsExpected() {
        assertThat(rule(away(PLAIN), FallbackOffer.NONE, true)).isEqualTo("not-capable-failed");
        assertThat(planner.plan(query(away(PLAIN), TEXT, true)))
                .isEqualTo(new RoutePlan.FallBack(RouteReason.NOT_CAPABLE_WHEN_SEEN));
        assertThat(rule(never(), FallbackOffer.NONE, true)).isEqualTo("offline-kept");
        UserAddress alice = Msisdn.of("+8613800000001");
        assertThat(
                        planner.rule(
                                new RouteQuery(
                                        alice,
                                        BOB,
                                        away(PLAIN),
                                        Purpose.CONTENT,
                                        FallbackOffer.NONE,
                                        true,
                                        NOW,
                                        NOW)))
                .isEqualTo("offline-kept");
    }

    @Test
    void aDeviceThatIsBeingAskedMayTurnOutToBeCapable() {
        assertThat(rule(registered(ASKED), FallbackOffer.NONE, true)).isEqualTo("unsure-kept");
        assertThat(rule(registered(ASKED), FallbackOffer.NONE, false)).isEqualTo("unsure-failed");
        assertThat(rule(registered(ASKED), TEXT, true)).isEqualTo("unsure-sms-brought");
        assertThat(rule(away(ASKED), FallbackOffer.NONE, true)).isEqualTo("offline-kept");
    }

    @Test
    void failuresNameTheirCause() {
        assertThat(planner.plan(query(away(CAPABLE), FallbackOffer.NONE, false)))
                .isEqualTo(new RoutePlan.Fail(RouteReason.NOT_KEPT, Failure.OFFLINE));
        assertThat(planner.plan(query(registered(PLAIN), FallbackOffer.NONE, true)))
                .isEqualTo(
                        new RoutePlan.Fail(RouteReason.FALLBACK_NOT_ALLOWED, Failure.NOT_CAPABLE));
        assertThat(planner.refused(query(registered(CAPABLE), FallbackOffer.NONE, true)))
                .isEqualTo(new RoutePlan.Fail(RouteReason.NOT_REACHED_BY_RCS, Failure.REFUSED));
        assertThat(planner.refused(query(registered(CAPABLE), TEXT, true)))
                .isEqualTo(new RoutePlan.FallBack(RouteReason.NOT_REACHED_BY_RCS));
        assertThat(
                        planner.plan(
                                new RouteQuery(
                                        BOT,
                                        new Msisdn(8612),
                                        Recipient.STRANGER,
                                        Purpose.CONTENT,
                                        TEXT,
                                        true,
                                        NOW,
                                        NOW)))
                .isEqualTo(new RoutePlan.Fail(RouteReason.INVALID_NUMBER, Failure.NO_SUCH_NUMBER));
    }

    /// An operator without SMS is like a sender who wants none.
    @Test
    void thePolicyTakesTheSmsAwayFromEverybody() {
        var off =
                planner(
                        new RoutingPolicy(
                                RoutingPolicy.Fallback.NEVER,
                                RoutePlan.NO_DEADLINE,
                                PrefixSet.EMPTY));
        assertThat(off.plan(query(registered(PLAIN), TEXT, true)))
                .isEqualTo(new RoutePlan.Fail(RouteReason.FALLBACK_OFF, Failure.NOT_CAPABLE));
        assertThat(off.rule(query(away(CAPABLE), TEXT, false))).isEqualTo("offline-failed");
    }

    /// No way past the table: the planner follows the row of every cell it can come to.
    @Test
    void everyPlanIsThatOfItsRow() {
        List<Recipient> recipients =
                List.of(
                        registered(CAPABLE),
                        registered(PLAIN),
                        registered(ASKED),
                        away(CAPABLE),
                        away(PLAIN),
                        Recipient.STRANGER);
        List<Reach> reaches =
                List.of(
                        Reach.ONLINE,
                        Reach.NOT_CAPABLE,
                        Reach.UNSURE,
                        Reach.OFFLINE,
                        Reach.NOT_CAPABLE,
                        Reach.NOT_RCS);
        for (int i = 0; i < recipients.size(); i++) {
            for (FallbackOffer offer : List.of(FallbackOffer.NONE, FallbackOffer.RENDERED, TEXT)) {
                for (boolean store : new boolean[] {false, true}) {
                    assertThat(rule(recipients.get(i), offer, store))
                            .isEqualTo(
                                    FallbackTable.rule(
                                                    reaches.get(i),
                                                    /* mms= */ false,
                                                    !offer.equals(FallbackOffer.NONE),
                                                    offer.equals(TEXT),
                                                    store,
                                                    Source.CHATBOT)
                                            .name());
                }
            }
        }
    }
}
