package org.fivegmc.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RouteReason;
import org.junit.jupiter.api.Test;

class TraceBookTest {

    private static final MessageId ID = new MessageId(7, 1);

    private final TraceBook book = new TraceBook(0);

    private static Message message(MessageId id, UserAddress sender, Purpose purpose) {
        return new Message(
                id,
                sender,
                new Msisdn(8613800000002L),
                new ImdnMessageId("imdn-" + id.low()),
                purpose,
                new Dispositions(3),
                FallbackOffer.NONE,
                Payload.of("", new byte[0]),
                100,
                200,
                Handling.USUAL);
    }

    @Test
    void tellsEveryKindOfEventAsItWas() {
        Message content = message(ID, new Msisdn(8613800000001L), Purpose.CONTENT);
        Message report =
                message(
                        ID,
                        new ChatbotAddress("sip:bot@botplatform.rcs.local"),
                        new Purpose.Report(new ImdnMessageId("about"), ReportKind.DISPLAYED));
        Message mirror =
                message(
                        ID,
                        new Msisdn(8613800000001L),
                        new Purpose.Mirror(new ImdnMessageId("about"), ReportKind.DISPLAYED));
        List<TrailEvent> all =
                List.of(
                        new TrailEvent.Accepted(content, 1),
                        new TrailEvent.Accepted(report, 2),
                        new TrailEvent.Accepted(mirror, 2),
                        new TrailEvent.CameAsSms(ID, "smsc-1", "10655", 2, "确认", 2),
                        new TrailEvent.DuplicateSuppressed(ID, true, 3),
                        new TrailEvent.Held(ID, HoldReason.NO_GATEWAY, 44, 4),
                        new TrailEvent.Sent(
                                ID, 2, "urn:gsma:imei:1", RouteReason.REGISTERED_AND_CAPABLE, 5),
                        new TrailEvent.AttemptEnded(ID, 2, "urn:gsma:imei:1", true, "", 6),
                        new TrailEvent.AttemptEnded(ID, 3, "手机", false, "没有应答", 7),
                        new TrailEvent.LateRcs(ID, "urn:gsma:imei:1", 8),
                        new TrailEvent.FellBack(ID, RouteReason.NOT_A_SUBSCRIBER, "smsc-1", 3, 8),
                        new TrailEvent.PartHandedOver(ID, 1, true, 9),
                        new TrailEvent.PartEnded(ID, 1, "accepted", 10),
                        new TrailEvent.ReceiptArrived(ID, 0, false, "UNDELIV", 11),
                        new TrailEvent.Reported(ID, ReportKind.INTERWORKING_SMS, 12),
                        new TrailEvent.RevokeAnswered(ID, TrailEvent.RevokeResult.TOO_LATE, 12),
                        new TrailEvent.Ended(content, Outcome.DELIVERED_SMS, 13));

        all.forEach(book::on);

        assertThat(book.of(ID))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyElementsOf(all);
    }

    @Test
    void keepsMessagesApartAndBodiesOut() {
        Message heavy =
                new Message(
                        ID,
                        new Msisdn(8613800000001L),
                        new Msisdn(8613800000002L),
                        new ImdnMessageId("heavy"),
                        Purpose.CONTENT,
                        Dispositions.NONE,
                        FallbackOffer.NONE,
                        new Payload("message/cpim", new byte[100_000], new byte[1000]),
                        1,
                        2,
                        Handling.USUAL);
        book.on(new TrailEvent.Accepted(heavy, 1));
        book.on(new TrailEvent.DuplicateSuppressed(new MessageId(7, 2), false, 2));

        assertThat(book.of(ID))
                .singleElement()
                .isInstanceOfSatisfying(
                        TrailEvent.Accepted.class,
                        e -> assertThat(e.message().payload().size()).isZero());
        assertThat(book.of(new MessageId(7, 3))).isEmpty();
    }

    @Test
    void findsTheLatestMessageByItsSendersId() {
        book.on(new TrailEvent.Accepted(message(ID, new Msisdn(1), Purpose.CONTENT), 1));
        book.on(
                new TrailEvent.Accepted(
                        message(new MessageId(8, 1), new Msisdn(1), Purpose.CONTENT), 2));

        assertThat(book.byImdnId("imdn-1")).contains(new MessageId(8, 1));
        assertThat(book.byImdnId("imdn-2")).isEmpty();
    }

    @Test
    void forgetsTheOldestWhenItIsFull() {
        int events = 4 * TraceBook.PAGE / 27;
        for (int i = 0; i < events; i++) {
            book.on(new TrailEvent.DuplicateSuppressed(new MessageId(9, i), false, i));
        }

        assertThat(book.of(new MessageId(9, 0))).isEmpty();
        assertThat(book.of(new MessageId(9, events - 1))).hasSize(1);
        assertThat(book.of(new MessageId(9, events - TraceBook.PAGE / 27))).hasSize(1);
    }

    @Test
    void doesNotRememberWhatIsAboutNoMessage() {
        book.on(new TrailEvent.Committed(1, 2, 3, 4));

        assertThat(book.of(TrailEvent.NO_TRAIL)).isEmpty();
    }

    @Test
    void cutsATextThatIsTooLong() {
        book.on(new TrailEvent.PartEnded(ID, 0, "x".repeat(100_000), 1));

        assertThat(book.of(ID))
                .containsExactly(
                        new TrailEvent.PartEnded(ID, 0, "x".repeat(TrailCodec.TEXT_MAX), 1));
    }
}
