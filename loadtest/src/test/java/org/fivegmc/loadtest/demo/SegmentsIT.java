package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;
import static org.fivegmc.loadtest.demo.PackagedServer.register;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
import org.fivegmc.loadtest.msrp.Manners.Writing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Where TCP divides what is sent does not matter: each token of MSRP, or each octet, comes in a
/// segment of its own, and so does each octet of SIP. What arrives is what was sent, once, in
/// order.
@Timeout(180)
class SegmentsIT {
    private static final String BINARY = "application/octet-stream";
    private static final Writing TOKENS = new Writing.Tokens();
    private static final Writing OCTETS = new Writing.Drip(1, Duration.ofNanos(50_000));

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    /// How it is written, in which mode, and how long and in how large chunks.
    static Stream<Arguments> writings() {
        return Stream.of(
                Arguments.of(Mode.CHAT, TOKENS, 20_000, 2_048),
                Arguments.of(Mode.LARGE, TOKENS, 20_000, 2_048),
                Arguments.of(Mode.CHAT, OCTETS, 3_000, 1_024),
                Arguments.of(Mode.LARGE, OCTETS, 3_000, 1_024));
    }

    /// By the sender, and by the recipient in its answers and reports.
    @ParameterizedTest
    @MethodSource("writings")
    @Tag("RFC4975-5.1")
    @Tag("RFC4975-7.1")
    void theSegmentsOfMsrpDoNotMatter(Mode mode, Writing writing, int octets, int chunk) {
        String to = SERVER.user();
        Handset a = SERVER.registered("A", SERVER.user());
        Handset b = SERVER.registered("B", to);
        ChatOptions slow = ChatOptions.DEFAULT.inChunksOf(chunk).with(Manners.GOOD.with(writing));
        a.answerLike(slow);
        b.answerLike(slow);
        byte[] first = random(octets);
        byte[] second = random(octets + 1);
        List<String> sent = new ArrayList<>();
        if (mode == Mode.CHAT) {
            ChatSession chat = a.openChat(to, slow).chat();
            for (byte[] content : List.of(first, second)) {
                Sent message = chat.send(BINARY, Content.of(content), ALL);
                assertThat(message.status()).isEqualTo(200);
                sent.add(message.imdnId());
            }
        } else {
            for (byte[] content : List.of(first, second)) {
                LargeSent large = a.sendLarge(to, Content.of(content), BINARY, ALL, slow);
                assertThat(large.accepted()).isTrue();
                sent.add(large.imdnId());
            }
        }
        assertThat(b.messages().await(2, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId, ReceivedMessage::mode, ReceivedMessage::sha256)
                .containsExactly(
                        tuple(sent.getFirst(), mode, sha256(first)),
                        tuple(sent.getLast(), mode, sha256(second)));
        isReported(a, b, to, sent);
    }

    private static void isReported(Handset a, Handset b, String to, List<String> sent) {
        for (ReceivedMessage message : b.messages().all()) {
            assertThat(b.display(message)).isBetween(200, 202);
        }
        assertThat(a.reports().await(2 * sent.size(), _ -> true, PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .containsExactlyInAnyOrderElementsOf(
                        sent.stream()
                                .flatMap(id ->
                                        Stream.of(tuple(id, "delivered"), tuple(id, "displayed")))
                                .toList());
        SERVER.awaitNothingWaiting(to);
        assertThat(b.repeated().all()).isEmpty();
    }

    /// Registrations, messages, invitations and answers of both handsets.
    @Test
    @Tag("RFC3261-18.3")
    void theSegmentsOfSipDoNotMatter() throws Exception {
        try (var splitter = new Splitter(SERVER.sipPort())) {
            String to = SERVER.user();
            Handset a = SERVER.handset("A", SERVER.user(), splitter.address());
            Handset b = SERVER.handset("B", to, splitter.address());
            register(a);
            register(b);
            byte[] content = random(4_000);
            Sent pager = a.sendPager(to, content, BINARY, ALL);
            assertThat(pager.status()).isEqualTo(202);
            b.messages().await(1, _ -> true, PATIENCE);
            ChatSession chat = a.openChat(to).chat();
            Sent text = chat.sendText("你好", ALL);
            assertThat(text.status()).isEqualTo(200);
            assertThat(b.messages().await(2, _ -> true, PATIENCE))
                    .extracting(ReceivedMessage::imdnId, ReceivedMessage::sha256)
                    .containsExactly(
                            tuple(pager.imdnId(), sha256(content)),
                            tuple(text.imdnId(), sha256("你好".getBytes(UTF_8))));
            isReported(a, b, to, List.of(pager.imdnId(), text.imdnId()));
            assertThat(chat.refresh().status()).isEqualTo(200);
            assertThat(chat.bye()).isEqualTo(200);
            assertThat(splitter.octets()).as("one at a time").isGreaterThan(8_000);
        }
    }
}
