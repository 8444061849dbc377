package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.register;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.CutUpload;
import org.fivegmc.loadtest.handset.DownloadedFile;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.OutgoingFile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.ResumedUpload;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.handset.UploadedFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of every size reach the far end once, in order and octet for octet, whoever is away or
/// dies meanwhile: two files from one user to another, each uploaded, told of by a message, and
/// downloaded from what the message says.
@Timeout(120)
@Tag("RCC07-3.2.5")
class FileSizesIT {
    private static final List<Integer> SIZES = List.of(1, 1_300, 1_301, 65_536, 1 << 20, 10 << 20);

    /// When so much of an upload has come, and so long after it began, what has come is kept.
    private static final int CHECKPOINT = 8 << 20;

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int REST = 300_000;

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    /// Two files from A to B; B is not registered yet.
    private record Cell(Handset a, Handset b, String to, List<OutgoingFile> files) {
        static Cell of(int octets) {
            String to = SERVER.user();
            Handset a = SERVER.registered("A", SERVER.user());
            return new Cell(
                    a, SERVER.handset("B", to), to, List.of(file(octets, 1), file(octets, 2)));
        }

        private static OutgoingFile file(int octets, int number) {
            byte[] content = new byte[octets];
            new SplittableRandom(octets + number).nextBytes(content);
            // of one octet there are few
            content[octets - 1] = (byte) number;
            return OutgoingFile.of(number + ".bin", "application/octet-stream", content);
        }

        int octets() {
            return files.getFirst().octets().length;
        }
    }

    /// A file that was told of.
    private record Told(OutgoingFile file, String fileXml, Sent message) {}

    static Stream<Arguments> cells() {
        return Stream.of("online", "later")
                .flatMap(how -> SIZES.stream().map(octets -> Arguments.of(octets, how)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void arriveOnceAsTheyWere(int octets, String how) throws Exception {
        Cell cell = Cell.of(octets);
        if (how.equals("online")) {
            register(cell.b());
        }
        List<Told> told = new ArrayList<>();
        for (OutgoingFile file : cell.files()) {
            told.add(tell(cell, file, cell.a().uploadFile(SERVER.uploads(), file)));
        }
        if (!how.equals("online")) {
            assertThat(SERVER.waiting(cell.to())).isEqualTo(2);
            register(cell.b());
        }
        arrived(cell, told);
    }

    /// All sizes at once: of each the first file is accepted and told of, and the second is in the
    /// middle of its upload.
    @Test
    void arriveOnceAsTheyWereWhenTheServerIsKilled() throws Exception {
        List<Cell> cells = SIZES.stream().map(Cell::of).toList();
        List<Told> before = new ArrayList<>();
        List<CutUpload> cut = new ArrayList<>();
        for (Cell cell : cells) {
            OutgoingFile first = cell.files().getFirst();
            before.add(tell(cell, first, cell.a().uploadFile(SERVER.uploads(), first)));
            int part = cell.octets() - Math.max(1, cell.octets() / 10) - rest(cell);
            cut.add(cell.a().files().uploadPart(SERVER.uploads(), cell.files().getLast(), part));
        }
        Thread.sleep(PAUSE);
        List<Long> kept = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            cut.get(i).more(rest(cell));
            kept.add(
                    Awaitility.await()
                            .atMost(PATIENCE)
                            .until(
                                    () ->
                                            cell.a()
                                                    .files()
                                                    .received(
                                                            SERVER.uploads(),
                                                            cell.files().getLast()),
                                    n -> cell.octets() < CHECKPOINT ? n == 0 : n >= CHECKPOINT));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(SERVER.metric("mc_content_uploads_under_way"))
                                .isEqualTo(SIZES.size()));
        SERVER.killAndStart();
        for (CutUpload upload : cut) {
            upload.close();
        }
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            OutgoingFile second = cell.files().getLast();
            register(cell.a());
            ResumedUpload resumed = cell.a().files().resume(SERVER.uploads(), second);
            assertThat(resumed.from()).isEqualTo(kept.get(i));
            Told next = tell(cell, second, resumed.file());
            assertThat(SERVER.waiting(cell.to())).isEqualTo(2);
            register(cell.b());
            arrived(cell, List.of(before.get(i), next));
        }
    }

    private static int rest(Cell cell) {
        return cell.octets() < CHECKPOINT ? 0 : REST;
    }

    private static Told tell(Cell cell, OutgoingFile file, UploadedFile uploaded) {
        assertThat(uploaded.status()).isEqualTo(200);
        Sent message = cell.a().sendFile(cell.to(), uploaded.fileXml(), ALL);
        assertThat(message.status()).isEqualTo(202);
        return new Told(file, uploaded.fileXml(), message);
    }

    /// B has both documents as they were and gets the files by them; A hears of all of it once.
    private static void arrived(Cell cell, List<Told> told) throws Exception {
        Handset b = cell.b();
        List<ReceivedMessage> received = b.messages().await(told.size(), _ -> true, PATIENCE);
        assertThat(received)
                .extracting(ReceivedMessage::imdnId)
                .containsExactlyElementsOf(told.stream().map(t -> t.message().imdnId()).toList());
        for (int i = 0; i < told.size(); i++) {
            assertThat(received.get(i).sha256())
                    .isEqualTo(sha256(told.get(i).fileXml().getBytes(UTF_8)));
            OutgoingFile file = told.get(i).file();
            assertThat(b.downloadFile(received.get(i).text()))
                    .isEqualTo(
                            new DownloadedFile(
                                    200,
                                    file.name(),
                                    file.type(),
                                    file.octets().length,
                                    sha256(file.octets())));
            assertThat(b.display(received.get(i))).isEqualTo(202);
        }
        assertThat(cell.a().reports().await(2 * told.size(), _ -> true, PATIENCE))
                .extracting(ReceivedReport::about, ReceivedReport::status)
                .containsExactlyInAnyOrderElementsOf(
                        told.stream()
                                .flatMap(t ->
                                        Stream.of("delivered", "displayed")
                                                .map(s -> tuple(t.message().imdnId(), s)))
                                .toList());
        SERVER.awaitNothingWaiting(cell.to());
        assertThat(b.messages().all()).hasSize(told.size());
        assertThat(b.repeated().all()).isEmpty();
    }
}
