package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.msrp.Content;
import org.fivegmc.loadtest.msrp.Manners;
import org.fivegmc.loadtest.msrp.Manners.Falling;
import org.fivegmc.loadtest.msrp.Manners.Farewell;
import org.fivegmc.loadtest.msrp.Manners.Part;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Senders whose connection is torn without a word, at every kind of place in a chunked message. Of
/// receivers see [LostReceiverIT].
@Timeout(180)
@Tag("RFC4975-5.4")
class DirtyRadioIT {
    private static final int OCTETS = 10_000;
    private static final String PLAIN = "text/plain;charset=UTF-8";
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    /// A place at which a sender is lost.
    ///
    /// @param whole whether the server has every octet then
    private record Fall(String where, Function<Farewell, Falling> falling, boolean whole) {
        static Fall at(String where, int chunk, Part part, int octets) {
            return new Fall(
                    where, farewell -> new Falling.At(chunk, part, octets, farewell), false);
        }
    }

    /// The last line of a chunk is `CRLF-------` and 20 letters, the flag, and CRLF.
    private static final int BEFORE_FLAG = 29;

    private static final List<Fall> FALLS =
            List.of(
                    Fall.at("before the first octet", 0, Part.HEAD, 0),
                    Fall.at("in the first start line", 0, Part.HEAD, 7),
                    Fall.at("in a header of the first chunk", 0, Part.HEAD, 100),
                    Fall.at("between the first head and its body", 0, Part.BODY, 0),
                    Fall.at("in the first body", 0, Part.BODY, 1),
                    Fall.at("between a body and its end-line", 0, Part.END_LINE, 0),
                    Fall.at("in an end-line", 0, Part.END_LINE, 12),
                    Fall.at("between two chunks", 1, Part.HEAD, 0),
                    Fall.at("in a later head", 2, Part.HEAD, 50),
                    Fall.at("in a later body", 2, Part.BODY, 1_000),
                    Fall.at("before the last chunk", Falling.LAST, Part.HEAD, 0),
                    Fall.at("in the last body", Falling.LAST, Part.BODY, 10),
                    Fall.at("before the last end-line", Falling.LAST, Part.END_LINE, 0),
                    Fall.at("before the last flag", Falling.LAST, Part.END_LINE, BEFORE_FLAG),
                    Fall.at("after the last flag", Falling.LAST, Part.END_LINE, BEFORE_FLAG + 1),
                    Fall.at("in the last line end", Falling.LAST, Part.END_LINE, BEFORE_FLAG + 2),
                    new Fall(
                            "before the answer to the last chunk", Falling.BeforeAnswer::new, true),
                    new Fall("before the report that is owed", Falling.AfterAnswer::new, true));

    /// What is not whole leaves nothing, and arrives once when it is sent again. What is whole
    /// arrives without that, and once all the same when the sender, who can not know, sends it
    /// again. All places at once, since the server waits half a minute for a peer that is silent.
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"CHAT, SILENCE", "CHAT, RESET", "LARGE, SILENCE", "LARGE, RESET"})
    void whoIsLostWhileSendingIsHeardOnce(Mode mode, Farewell farewell) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Fall fall : FALLS) {
            String to = SERVER.user();
            Handset a = SERVER.registered("A", SERVER.user());
            Handset b = SERVER.registered("B", to);
            var done = new CompletableFuture<Void>();
            all.add(done);
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            isHeardOnce(mode, fall, farewell, a, b, to);
                            done.complete(null);
                        } catch (AssertionError | RuntimeException failed) {
                            done.completeExceptionally(new AssertionError(fall.where(), failed));
                        }
                    });
        }
        assertThat(all).allSatisfy(done -> assertThat(done).succeedsWithin(LONG.multipliedBy(2)));
    }

    private static void isHeardOnce(
            Mode mode, Fall fall, Farewell farewell, Handset a, Handset b, String to) {
        String text = "0123456789".repeat(OCTETS / 10);
        Falling falling = fall.falling().apply(farewell);
        var lost = ChatOptions.DEFAULT.with(Manners.GOOD.with(falling));
        Sent sent = send(mode, a, to, text, lost);
        assertThat(sent.status()).isEqualTo(falling instanceof Falling.AfterAnswer ? 200 : 408);
        if (!fall.whole()) {
            assertThat(b.messages().all()).isEmpty();
            assertThat(SERVER.waiting(to)).isZero();
        } else if (falling instanceof Falling.AfterAnswer || farewell == Farewell.SILENCE) {
            // a reset may have overtaken the last octets
            b.messages().await(1, _ -> true, PATIENCE);
        }
        assertThat(sendAgain(mode, a, to, text, sent).status()).isEqualTo(200);
        b.messages().await(1, _ -> true, PATIENCE);
        assertThat(a.reports().await(1, _ -> true, LONG))
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .containsExactly(tuple(sent.imdnId(), "delivered"));
        SERVER.awaitNothingWaiting(to);
        assertThat(b.messages().all())
                .singleElement()
                .returns(sent.imdnId(), ReceivedMessage::imdnId)
                .returns(sha256(text.getBytes(UTF_8)), ReceivedMessage::sha256);
        assertThat(b.repeated().all()).isEmpty();
        assertThat(a.reports().all()).hasSize(1);
    }

    private static Sent send(Mode mode, Handset a, String to, String text, ChatOptions options) {
        if (mode == Mode.LARGE) {
            Content content = Content.of(text.getBytes(UTF_8));
            LargeSent sent = a.sendLarge(to, content, PLAIN, ALL, options);
            assertThat(sent.sipStatus()).isEqualTo(200);
            return new Sent(sent.msrpStatus(), sent.imdnId());
        }
        ChatSession chat = a.openChat(to, options).chat();
        Sent sent = chat.sendText(text, ALL);
        chat.fallSilent();
        return sent;
    }

    private static Sent sendAgain(Mode mode, Handset a, String to, String text, Sent before) {
        if (mode == Mode.LARGE) {
            Content content = Content.of(text.getBytes(UTF_8));
            LargeSent sent =
                    a.sendLarge(to, before.imdnId(), content, PLAIN, ALL, ChatOptions.DEFAULT);
            return new Sent(sent.msrpStatus(), sent.imdnId());
        }
        return a.openChat(to).chat().sendAgain(before, text, ALL);
    }
}
