package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;
import static org.fivegmc.loadtest.demo.PackagedServer.register;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.DownloadedFile;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.Mode;
import org.fivegmc.loadtest.handset.OutgoingFile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.handset.UploadedFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The document of a file is sent as a large message, and in a chat: in pager mode see
/// [FileSizesIT]. Two files from one user to another, who is there, comes later, or comes when the
/// server has been killed; each arrives once, in order, octet for octet, and both reports on it
/// come back.
///
/// | | short document | with thumbnail and long name, above `msrp.pager-limit` |
/// |---|---|---|
/// | as a large message | comes by MESSAGE | comes as a large message |
/// | in a chat | comes in a chat | comes in a chat |
@Timeout(90)
@Tag("RCC07-3.2.2")
@Tag("RCC07-3.2.3")
@Tag("RCC07-3.2.5")
class FileModesIT {
    private static final String DOCUMENT = "application/vnd.gsma.rcs-ft-http+xml";
    private static final String BINARY = "application/octet-stream";
    private static final String APPLICATION = "urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.fthttp";

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    /// When the recipient registers.
    private enum Comes {
        BEFORE,
        AFTER
    }

    /// A file that was told of.
    private record Told(OutgoingFile file, String fileXml, String imdnId) {}

    /// Two files, in a mode, from one user to another.
    private static final class Play {
        private final Mode mode;
        private final boolean longDocument;
        private final String to = SERVER.user();
        private final Handset a = SERVER.handset("A", SERVER.user());
        private final Handset b = SERVER.handset("B", to);
        private final List<Told> told = new ArrayList<>();

        Play(Mode mode, boolean longDocument) {
            this.mode = mode;
            this.longDocument = longDocument;
        }

        void send(Comes comes) throws Exception {
            register(a);
            if (comes == Comes.BEFORE) {
                register(b);
            }
            List<OutgoingFile> files = List.of(file("one", 65_536), file("two", 1 << 20));
            if (mode == Mode.LARGE) {
                for (OutgoingFile file : files) {
                    String fileXml = uploaded(file);
                    LargeSent sent = a.sendLarge(to, fileXml.getBytes(UTF_8), DOCUMENT, ALL);
                    assertThat(sent.accepted()).isTrue();
                    told.add(new Told(file, fileXml, sent.imdnId()));
                }
            } else {
                ChatSession chat = a.openChat(to).chat();
                for (OutgoingFile file : files) {
                    String fileXml = uploaded(file);
                    Sent sent = chat.sendFile(fileXml, ALL);
                    assertThat(sent.status()).isEqualTo(200);
                    told.add(new Told(file, fileXml, sent.imdnId()));
                }
            }
            if (comes == Comes.AFTER) {
                assertThat(SERVER.waiting(to)).isEqualTo(told.size());
            }
        }

        private OutgoingFile file(String name, int octets) {
            OutgoingFile file =
                    OutgoingFile.of(
                            (longDocument ? "很长的文件名".repeat(18) : "") + name + ".bin",
                            BINARY,
                            random(octets));
            return longDocument ? file.withThumbnail(thumbnail()) : file;
        }

        private static byte[] thumbnail() {
            byte[] jpeg = random(2_000);
            jpeg[0] = (byte) 0xff;
            jpeg[1] = (byte) 0xd8;
            jpeg[2] = (byte) 0xff;
            return jpeg;
        }

        private String uploaded(OutgoingFile file) throws IOException, InterruptedException {
            UploadedFile uploaded = a.uploadFile(SERVER.uploads(), file);
            assertThat(uploaded.status()).isEqualTo(200);
            return uploaded.fileXml();
        }

        void arrives() throws Exception {
            // a second time where it is there already, since the server may have forgotten its flow
            register(a);
            register(b);
            List<ReceivedMessage> received = b.messages().await(told.size(), _ -> true, PATIENCE);
            assertThat(received)
                    .extracting(
                            ReceivedMessage::imdnId,
                            ReceivedMessage::mode,
                            ReceivedMessage::contentType,
                            ReceivedMessage::sha256)
                    .containsExactlyElementsOf(
                            told.stream()
                                    .map(t ->
                                            tuple(
                                                    t.imdnId(),
                                                    expected(),
                                                    DOCUMENT,
                                                    sha256(t.fileXml().getBytes(UTF_8))))
                                    .toList());
            for (int i = 0; i < told.size(); i++) {
                OutgoingFile file = told.get(i).file();
                assertThat(b.downloadFile(received.get(i).text()))
                        .isEqualTo(
                                new DownloadedFile(
                                        200,
                                        file.name(),
                                        BINARY,
                                        file.octets().length,
                                        sha256(file.octets())));
                assertThat(b.display(received.get(i))).isBetween(200, 202);
            }
            assertThat(a.reports().await(2 * told.size(), _ -> true, PATIENCE))
                    .extracting(ReceivedReport::about, ReceivedReport::status)
                    .containsExactlyInAnyOrderElementsOf(
                            told.stream()
                                    .flatMap(t ->
                                            Stream.of(
                                                    tuple(t.imdnId(), "delivered"),
                                                    tuple(t.imdnId(), "displayed")))
                                    .toList());
            SERVER.awaitNothingWaiting(to);
            assertThat(b.messages().all()).hasSize(told.size());
            assertThat(b.repeated().all()).isEmpty();
            if (mode == Mode.LARGE) {
                assertThat(heads())
                        .as("outside of a chat, the device is chosen by what it is about")
                        .hasSize(told.size())
                        .allSatisfy(head -> assertThat(head).contains(APPLICATION));
            }
        }

        private Mode expected() {
            return mode == Mode.LARGE && !longDocument ? Mode.PAGER : mode;
        }

        private List<String> heads() {
            String method = expected() == Mode.PAGER ? "MESSAGE " : "INVITE ";
            return b.seen()
                    .matching(head -> head.startsWith(method) && head.contains("Accept-Contact:"));
        }
    }

    private static List<Play> plays() {
        return List.of(
                new Play(Mode.LARGE, false),
                new Play(Mode.LARGE, true),
                new Play(Mode.CHAT, false),
                new Play(Mode.CHAT, true));
    }

    private static List<Play> sent(Comes comes) throws Exception {
        List<Play> plays = plays();
        for (Play play : plays) {
            play.send(comes);
        }
        return plays;
    }

    private static void arrive(List<Play> plays) throws Exception {
        for (Play play : plays) {
            play.arrives();
        }
    }

    @Test
    void arriveWhereTheRecipientIsThere() throws Exception {
        arrive(sent(Comes.BEFORE));
    }

    @Test
    void arriveWhenTheRecipientRegisters() throws Exception {
        arrive(sent(Comes.AFTER));
    }

    @Test
    void arriveAfterACrash() throws Exception {
        List<Play> plays = sent(Comes.AFTER);
        SERVER.killAndStart();
        arrive(plays);
    }
}
