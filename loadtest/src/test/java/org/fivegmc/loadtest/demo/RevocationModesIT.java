package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;
import static org.fivegmc.loadtest.demo.PackagedServer.register;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.OutgoingFile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.ReceivedRevocation;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.msrp.Content;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Messages of every mode that are taken back, or expire, before anybody has them: they never come,
/// and nothing of them is left.
@Timeout(60)
class RevocationModesIT {
    private static final String OCTETS = "application/octet-stream";

    /// More than a row holds: the body is a file.
    private static final int LARGE = 300_000;

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    /// One that keeps nothing for long.
    @RegisterExtension
    private static final PackagedServer FORGETFUL = new PackagedServer("MC_MESSAGES_EXPIRY=2s");

    /// What is sent, and how.
    enum Kind {
        PAGER(0),
        CHAT(0),
        LARGE_IN_CHAT(1),
        LARGE_MESSAGE(1),
        FILE(0);

        private final int bodies;

        Kind(int bodies) {
            this.bodies = bodies;
        }
    }

    /// The imdn id of a message that was accepted.
    private static String sent(PackagedServer server, Kind kind, Handset a, String to)
            throws Exception {
        return switch (kind) {
            case PAGER -> accepted(202, a.sendText(to, "take me back", ALL));
            case CHAT -> {
                try (ChatSession chat = a.openChat(to).chat()) {
                    yield accepted(200, chat.sendText("take me back", ALL));
                }
            }
            case LARGE_IN_CHAT -> {
                try (ChatSession chat = a.openChat(to).chat()) {
                    yield accepted(200, chat.send(OCTETS, Content.of(random(LARGE)), ALL));
                }
            }
            case LARGE_MESSAGE -> {
                LargeSent large = a.sendLarge(to, random(LARGE), OCTETS, ALL);
                assertThat(large.accepted()).isTrue();
                yield large.imdnId();
            }
            case FILE -> {
                OutgoingFile file = OutgoingFile.of("a.bin", OCTETS, random(LARGE));
                String document = a.uploadFile(server.uploads(), file).fileXml();
                yield accepted(202, a.sendFile(to, document, ALL));
            }
        };
    }

    private static String accepted(int status, Sent sent) {
        assertThat(sent.status()).isEqualTo(status);
        return sent.imdnId();
    }

    private static void awaitBodies(PackagedServer server, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.bodies()).isEqualTo(count));
    }

    private static void result(Handset a, String to, String id, String result) {
        assertThat(a.revoke(to, id)).isEqualTo(202);
        assertThat(a.revocations().await(1, r -> r.about().equals(id), PATIENCE))
                .extracting(ReceivedRevocation::result)
                .containsExactly(result);
    }

    /// B comes, and gets only what A sends then: in order, so that anything older came before.
    private static void nothingOlderComes(Handset a, Handset b, String to) {
        register(b);
        String later = a.sendText(to, "later", ALL).imdnId();
        assertThat(b.messages().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId)
                .containsExactly(later);
        assertThat(a.reports().await(1, r -> r.about().equals(later), PATIENCE))
                .extracting(ReceivedReport::status)
                .containsExactly("delivered");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("RCC07-3.2.3.8")
    void whatIsTakenBackNeverComesAndLeavesNothing(Kind kind) throws Exception {
        String to = SERVER.user();
        Handset a = SERVER.registered("A", SERVER.user());
        Handset b = SERVER.handset("B", to);
        String id = sent(SERVER, kind, a, to);
        assertThat(SERVER.waiting(to)).isEqualTo(1);
        assertThat(SERVER.bodies()).isEqualTo(kind.bodies);
        result(a, to, id, "success");
        SERVER.awaitNothingWaiting(to);
        awaitBodies(SERVER, 0);
        nothingOlderComes(a, b, to);
        assertThat(a.reports().matching(r -> r.about().equals(id))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("RCC07-3.2.3.8")
    void whatHasComeIsNotTakenBack(Kind kind) throws Exception {
        String to = SERVER.user();
        Handset a = SERVER.registered("A", SERVER.user());
        Handset b = SERVER.registered("B", to);
        String id = sent(SERVER, kind, a, to);
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .containsExactly(tuple(id, "delivered"));
        result(a, to, id, "failure");
        assertThat(b.messages().all()).extracting(ReceivedMessage::imdnId).containsExactly(id);
    }

    /// Its messages go over sessions alone. The result comes as MESSAGE all the same, and so does
    /// the report of a message when its chat has ended.
    @Test
    @Tag("RCC07-3.2.3.8")
    void aHandsetThatHasOnlyChatHearsTheResultToo() {
        String to = SERVER.user();
        Handset a = SERVER.registered("A", SERVER.user(), EnumSet.of(Feature.CHAT));
        String id;
        String kept;
        try (ChatSession chat = a.openChat(to).chat()) {
            id = accepted(200, chat.sendText("take me back", ALL));
            kept = accepted(200, chat.sendText("keep me", ALL));
        }
        result(a, to, id, "success");
        Handset b = SERVER.registered("B", to);
        assertThat(b.messages().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedMessage::imdnId)
                .containsExactly(kept);
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status, ReceivedReport::mode)
                .containsExactly(tuple(kept, "delivered", Mode.PAGER));
        assertThat(a.calls().all()).as("nobody is called for a report").isEmpty();
    }

    /// All kinds at once, to be waited for once.
    @Test
    @Tag("RFC5438-7.2.1.1")
    void whatExpiresNeverComesAndItsSenderHears() throws Exception {
        String to = FORGETFUL.user();
        Handset a = FORGETFUL.registered("A", FORGETFUL.user());
        Handset b = FORGETFUL.handset("B", to);
        List<String> ids = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            ids.add(sent(FORGETFUL, kind, a, to));
        }
        assertThat(a.reports().await(ids.size(), _ -> true, PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .containsExactlyInAnyOrderElementsOf(
                        ids.stream().map(id -> tuple(id, "failed")).toList());
        assertThat(FORGETFUL.waiting(to)).isZero();
        awaitBodies(FORGETFUL, 0);
        result(a, to, ids.getFirst(), "failure");
        nothingOlderComes(a, b, to);
        assertThat(a.reports().matching(r -> ids.contains(r.about()))).hasSize(ids.size());
    }
}
