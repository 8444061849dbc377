package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.register;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.msrp.Manners;
import org.fivegmc.loadtest.msrp.Manners.Farewell;
import org.fivegmc.loadtest.msrp.Manners.Part;
import org.fivegmc.loadtest.msrp.Manners.Vanishing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Receivers that are lost at every kind of place in a chunked message: the message is kept and
/// comes once, in a later session. A receiver that had all of it and could not say so gets it a
/// second time, with the id by which it knows it again, and never a third.
@Timeout(180)
@Tag("RFC4975-5.4")
class LostReceiverIT {
    private static final Duration LONG = Duration.ofSeconds(90);

    /// Of one sender; a user may have 50 sessions at a time, those that we open for them included.
    private static final int CONVERSATIONS = 8;

    /// Five chunks of 2,048 octets and a last one, with the head of CPIM.
    private static final String TEXT = "0123456789".repeat(1_050);

    private static final int LAST = 5;

    /// The last line of a chunk of the server is `CRLF-------` and 16 letters, the flag, and CRLF.
    private static final int BEFORE_FLAG = 25;

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    /// A place at which a receiver is lost.
    ///
    /// @param whole whether it has every octet then
    private record Place(String name, Function<Farewell, Vanishing> where, boolean whole) {
        static Place at(String name, int chunk, Part part, int octets) {
            return new Place(
                    name, farewell -> new Vanishing.At(chunk, part, octets, farewell), false);
        }
    }

    private static final Place IN_A_BODY = Place.at("in a later body", 2, Part.BODY, 1_000);
    private static final Place BEFORE_ANSWER =
            new Place("before the answer to the last chunk", Vanishing.BeforeAnswer::new, true);
    private static final Place BEFORE_REPORT =
            // the server asks for none: a 200 is all it needs to know
            new Place("behind the answer to the last chunk", Vanishing.BeforeReport::new, true);

    private static final List<Place> INSIDE =
            List.of(
                    Place.at("behind the first start line", 0, Part.HEAD, 0),
                    Place.at("in a header of the first chunk", 0, Part.HEAD, 100),
                    Place.at("between the first head and its body", 0, Part.BODY, 0),
                    Place.at("in the first body", 0, Part.BODY, 1),
                    Place.at("between a body and its end-line", 0, Part.BODY, 2_048),
                    Place.at("in an end-line", 0, Part.END_LINE, 12),
                    Place.at("in a later head", 1, Part.HEAD, 60),
                    IN_A_BODY,
                    Place.at("in the last head", LAST, Part.HEAD, 100),
                    Place.at("in the last body", LAST, Part.BODY, 10),
                    Place.at("before the last flag", LAST, Part.END_LINE, BEFORE_FLAG),
                    Place.at("behind the last flag", LAST, Part.END_LINE, BEFORE_FLAG + 1));

    /// @param sipGoes whether the device is lost to SIP as well, and registers again
    private record Loss(Mode mode, Place place, Farewell farewell, boolean sipGoes) {}

    private static List<Loss> losses() {
        List<Loss> losses = new ArrayList<>();
        for (Mode mode : List.of(Mode.CHAT, Mode.LARGE)) {
            for (Place place : INSIDE) {
                // either in one of the modes
                boolean sipGoes = (INSIDE.indexOf(place) % 2 == 0) == (mode == Mode.CHAT);
                losses.add(new Loss(mode, place, Farewell.RESET, sipGoes));
            }
            // each waits half a minute for an answer
            losses.add(new Loss(mode, IN_A_BODY, Farewell.SILENCE, true));
            for (Farewell farewell : Farewell.values()) {
                losses.add(new Loss(mode, BEFORE_ANSWER, farewell, false));
                losses.add(new Loss(mode, BEFORE_REPORT, farewell, false));
            }
        }
        return losses;
    }

    @Test
    void whoIsLostWhileReceivingGetsTheMessageLater() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        List<Handset> senders = new ArrayList<>();
        for (Loss loss : losses()) {
            if (all.size() % CONVERSATIONS == 0) {
                senders.add(SERVER.registered("A", SERVER.user()));
            }
            Handset a = senders.getLast();
            String to = SERVER.user();
            Handset b = SERVER.handset("B", to);
            var done = new CompletableFuture<Void>();
            all.add(done);
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            getsItLater(loss, a, b, to);
                            done.complete(null);
                        } catch (AssertionError | RuntimeException failed) {
                            done.completeExceptionally(new AssertionError(loss.toString(), failed));
                        }
                    });
        }
        assertThat(all).allSatisfy(done -> assertThat(done).succeedsWithin(LONG));
    }

    private static void getsItLater(Loss loss, Handset a, Handset b, String to) {
        register(b);
        b.receiveNextBy(Manners.GOOD.with(loss.place().where().apply(loss.farewell())));
        String id = send(loss.mode(), a, to);
        assertThat(b.torn().await(1, _ -> true, PATIENCE)).as("it was lost").hasSize(1);
        if (loss.sipGoes()) {
            b.goDark();
            assertThat(b.messages().all()).isEmpty();
            assertThat(SERVER.waiting(to)).isEqualTo(1);
            b.comeBack();
            register(b);
        }
        assertThat(a.reports().await(1, report -> report.about().equals(id), LONG))
                .extracting(ReceivedReport::status)
                .containsExactly("delivered");
        // one that is silent is given up after half a minute
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(SERVER.waiting(to)).isZero());
        assertThat(b.messages().all())
                .singleElement()
                .returns(id, ReceivedMessage::imdnId)
                .returns(loss.mode(), ReceivedMessage::mode)
                .returns(sha256(TEXT.getBytes(UTF_8)), ReceivedMessage::sha256);
        assertThat(b.torn().all()).as("once").hasSize(1);
        assertThat(b.repeated().all()).hasSizeLessThanOrEqualTo(loss.place().whole() ? 1 : 0);
        assertThat(a.reports().matching(report -> report.about().equals(id))).hasSize(1);
    }

    private static String send(Mode mode, Handset a, String to) {
        if (mode == Mode.CHAT) {
            var sent = a.openChat(to).chat().sendText(TEXT, ALL);
            assertThat(sent.status()).isEqualTo(200);
            return sent.imdnId();
        }
        var sent = a.sendLarge(to, TEXT.getBytes(UTF_8), "text/plain;charset=UTF-8", ALL);
        assertThat(sent.accepted()).isTrue();
        return sent.imdnId();
    }
}
