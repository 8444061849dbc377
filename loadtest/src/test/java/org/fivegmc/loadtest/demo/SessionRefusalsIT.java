package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.Answering;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.IncomingCall;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Devices that refuse the session by which a message comes. Its sender sees nothing of that but a
/// report that is late; the message waits, or goes another way.
@Timeout(60)
@Tag("RCC07-3.2.2")
@Tag("RCC07-3.2.3")
@SuppressWarnings("NullAway.Init") // before each
class SessionRefusalsIT {
    private static final Duration FOUR_MINUTES = Duration.ofMinutes(4);
    private static final Pattern NEXT_ATTEMPT = Pattern.compile("\"nextAttemptAt\":\"([^\"]*)\"");

    /// A device rings for three quarters of an attempt.
    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                    "MC_MESSAGES_ATTEMPT_TIMEOUT=4s",
                    "MC_MESSAGES_RETRY_SCHEDULE=1s",
                    "MC_SIP_T1=60ms");

    private String to = "";
    private Handset a;

    @BeforeEach
    void register() {
        to = SERVER.user();
        a = SERVER.registered("A", SERVER.user());
    }

    /// The id of a message that the server has taken.
    private String send(Mode mode) {
        if (mode == Mode.CHAT) {
            var sent = a.openChat(to).chat().sendText("text", ALL);
            assertThat(sent.status()).isEqualTo(200);
            return sent.imdnId();
        }
        var sent = a.sendLarge(to, "text".repeat(1_000).getBytes(UTF_8), "text/plain", ALL);
        assertThat(sent.accepted()).isTrue();
        return sent.imdnId();
    }

    private Handset refusing(int status, Feature... features) {
        Handset b = SERVER.registered("B", to, EnumSet.of(features[0], features));
        b.answerBy(new Answering.Refuse(status));
        return b;
    }

    private static IncomingCall call(Handset handset, int which) {
        return handset.calls().await(which, _ -> true, PATIENCE).get(which - 1);
    }

    /// The device is away, or busy, or its user does not want it now: no other mode of it is tried,
    /// and the message comes when it registers again.
    @ParameterizedTest
    @CsvSource({
        "CHAT, 480",
        "CHAT, 486",
        "CHAT, 600",
        "CHAT, 603",
        "LARGE, 480",
        "LARGE, 486",
        "LARGE, 603"
    })
    void waitsForTheNextRegistration(Mode mode, int status) {
        Handset b = refusing(status, Feature.PAGER, Feature.LARGE, Feature.CHAT);
        String sent = send(mode);
        assertThat(call(b, 1).mode()).isEqualTo(mode);
        if (status == 480) {
            isHeld("offline");
        } else {
            Instant next = nextAttempt(isHeld("backoff"));
            assertThat(next).as("not on the schedule").isAfter(Instant.now().plus(FOUR_MINUTES));
        }
        assertThat(b.calls().all()).hasSize(1);
        assertThat(b.messages().all()).isEmpty();
        assertThat(a.reports().all()).as("nothing that the sender need know").isEmpty();
        b.answerBy(new Answering.AtOnce());
        PackagedServer.register(b);
        isDelivered(b, sent, mode);
        assertThat(b.calls().all()).hasSize(2);
    }

    /// The mailbox in which it is the only message.
    private String isHeld(String why) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(SERVER.mailbox(to)).contains("\"state\":\"held-" + why + "\""));
        assertThat(SERVER.waiting(to)).isEqualTo(1);
        return SERVER.mailbox(to);
    }

    private static Instant nextAttempt(String mailbox) {
        Matcher next = NEXT_ATTEMPT.matcher(mailbox);
        assertThat(next.find()).as(mailbox).isTrue();
        return Instant.parse(next.group(1));
    }

    /// It will never take it so: it gets it in the next mode that it has.
    @ParameterizedTest
    @CsvSource({
        "CHAT, 488, PAGER",
        "CHAT, 415, PAGER",
        "CHAT, 606, PAGER",
        "LARGE, 488, PAGER",
        "CHAT, 488, LARGE",
        "LARGE, 488, CHAT"
    })
    @Tag("RFC3261-13.3.1.3")
    void goesInAnotherMode(Mode mode, int status, Mode other) {
        Handset b = refusing(status, feature(mode), feature(other));
        if (other != Mode.PAGER) {
            b.answerBy(new Answering.RefuseMode(mode, status));
        }
        String sent = send(mode);
        assertThat(call(b, 1).mode()).isEqualTo(mode);
        isDelivered(b, sent, other);
    }

    /// Nobody decides: the device is given up, and tried again on the schedule.
    @ParameterizedTest
    @EnumSource(names = {"CHAT", "LARGE"})
    void rangTooLong(Mode mode) {
        Handset b = SERVER.registered("B", to, EnumSet.of(feature(mode)));
        b.answerBy(new Answering.Ring());
        String sent = send(mode);
        assertThat(call(b, 1).awaitCancelled(PATIENCE))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("cause=408", "No answer"));
        b.answerBy(new Answering.AtOnce());
        isDelivered(b, sent, mode);
        assertThat(b.calls().all()).hasSize(2);
    }

    private static Feature feature(Mode mode) {
        return Feature.valueOf(mode.name());
    }

    private void isDelivered(Handset b, String sent, Mode mode) {
        assertThat(b.messages().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId, ReceivedMessage::mode)
                .containsExactly(tuple(sent, mode));
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .containsExactly(tuple(sent, "delivered"));
        SERVER.awaitNothingWaiting(to);
        assertThat(b.repeated().all()).isEmpty();
    }
}
