package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.fivegmc.loadtest.handset.ChatOptions;
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
import org.fivegmc.loadtest.msrp.Content;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two messages of 100 MB at a time, one of them a large message and one in a chat, and two files
/// of that size, through a server that may not have half of one in its heap and in direct memory
/// together. Of files in a bucket see [BucketIT].
@Timeout(120)
@Tag("RFC4975-5.1")
class SmallHeapIT {
    private static final int OCTETS = 100_000_000;
    private static final int HEAP_MIB = 40;
    private static final String TYPE = "application/octet-stream";
    private static final Duration LONG = Duration.ofSeconds(90);

    /// As few answers as possible, since they are not what this is about.
    private static final ChatOptions LONG_CHUNKS = ChatOptions.DEFAULT.inChunksOf(1 << 18);

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                    "JDK_JAVA_OPTIONS=-XX:+UseG1GC -Xmx"
                            + HEAP_MIB
                            + "m -XX:MaxDirectMemorySize=32m -XX:+ExitOnOutOfMemoryError");

    @Test
    void longMessagesPass() {
        assertThat(SERVER.metric("jvm_memory_max_bytes{area=\"heap\",id=\"G1 Old Gen\"}"))
                .as("the options are those of the server")
                .isEqualTo(HEAP_MIB * 1_048_576.0);
        assertThat(
                        List.of(
                                CompletableFuture.runAsync(() -> passes(Mode.LARGE, 1)),
                                CompletableFuture.runAsync(() -> passes(Mode.CHAT, 2))))
                .allSatisfy(passing -> assertThat(passing).succeedsWithin(LONG));
    }

    /// A file goes up while another comes down, twice.
    @Test
    @Tag("RCC07-3.2.5")
    void longFilesPass() throws Exception {
        Handset a = SERVER.registered("A", SERVER.user());
        OutgoingFile first = OutgoingFile.of("first.bin", TYPE, random(OCTETS));
        OutgoingFile second = OutgoingFile.of("second.bin", TYPE, first.octets());
        UploadedFile uploaded = a.uploadFile(SERVER.uploads(), first);
        assertThat(uploaded.status()).isEqualTo(200);
        var expected =
                new DownloadedFile(
                        200, "first.bin", TYPE, OCTETS, PackagedServer.sha256(first.octets()));
        List<CompletableFuture<DownloadedFile>> down =
                List.of(download(a, uploaded), download(a, uploaded));
        UploadedFile other = a.uploadFile(SERVER.uploads(), second);
        assertThat(other.status()).isEqualTo(200);
        assertThat(down)
                .allSatisfy(file -> assertThat(file).succeedsWithin(LONG).isEqualTo(expected));
        assertThat(a.downloadFile(other.fileXml()).sha256()).isEqualTo(expected.sha256());
    }

    private static CompletableFuture<DownloadedFile> download(Handset by, UploadedFile file) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return by.downloadFile(file.fileXml());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        });
    }

    private static void passes(Mode mode, long seed) {
        Handset a;
        Handset b;
        String to;
        // the server of the test is not made for several threads
        synchronized (SERVER) {
            to = SERVER.user();
            a = SERVER.registered("A", SERVER.user());
            b = SERVER.registered("B", to);
        }
        Content content = Content.madeUp(OCTETS, seed);
        String sha256;
        Sent sent;
        if (mode == Mode.LARGE) {
            LargeSent large = a.sendLarge(to, content, TYPE, ALL, LONG_CHUNKS);
            sha256 = large.sha256();
            sent = new Sent(large.msrpStatus(), large.imdnId());
        } else {
            ChatSession chat = a.openChat(to, LONG_CHUNKS).chat();
            sent = chat.send(TYPE, content, ALL);
            sha256 = sha256(content);
        }
        assertThat(sent.status()).isEqualTo(200);
        assertThat(b.messages().await(1, _ -> true, LONG))
                .singleElement()
                .returns(mode, ReceivedMessage::mode)
                .returns(sent.imdnId(), ReceivedMessage::imdnId)
                .returns((long) OCTETS, ReceivedMessage::octets)
                .returns(sha256, ReceivedMessage::sha256);
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::status)
                .containsExactly("delivered");
        SERVER.awaitNothingWaiting(to);
        assertThat(b.repeated().all()).isEmpty();
    }

    private static String sha256(Content content) {
        try {
            return content.sha256();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
