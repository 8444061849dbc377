package org.fivegmc.server.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.fallback.smpp.JsmppCenter;
import org.fivegmc.fallback.text.SmsCoding;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.file.FileEntry;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.file.FileXmlForm;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files and places for somebody without RCS, from the upload to the SMSC and to the browser.
class RichFallbackTest {

    private static final String ALICE = "+8613800000001";
    private static final String CAROL = "+8613800000003";
    private static final String FILE_TYPE = "application/vnd.gsma.rcs-ft-http+xml";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FORM =
            """
            --b\r
            Content-Disposition: form-data; name="tid"\r
            \r
            11111111-2222-4333-8444-555555555555\r
            --b\r
            Content-Disposition: form-data; name="File"; filename="hello.txt"\r
            Content-Type: text/plain\r
            \r
            hello\r
            --b--\r
            """;

    @TempDir private Path data;
    private final HttpClient browser = HttpClient.newHttpClient();
    private final AtomicInteger ids = new AtomicInteger();

    private String nextId(SubmitSm submit, Object session) {
        return Integer.toHexString(0xab00 + ids.incrementAndGet());
    }

    private RunningCenter center(JsmppCenter smsc, String more) throws Exception {
        Path password = Files.writeString(data.resolve("smsc.password"), JsmppCenter.PASSWORD);
        return new RunningCenter(
                data.resolve("data"),
                """
                content: {listen: "127.0.0.1:0", min-free-disk: 1MiB, trusted-peers: ["127.0.0.1/32"]}
                fallback:
                  gateways:
                    - {id: smsc-1, host: 127.0.0.1, port: %d, system-id: mc, password: "file:%s"}
                """
                                .formatted(smsc.port(), password)
                        + more);
    }

    private FileInfo uploaded(RunningCenter center) throws Exception {
        HttpResponse<String> answer =
                browser.send(
                        HttpRequest.newBuilder(center.uploads())
                                .header("X-3GPP-Intended-Identity", "\"tel:" + ALICE + "\"")
                                .header("Content-Type", "multipart/form-data; boundary=b")
                                .POST(HttpRequest.BodyPublishers.ofString(FORM))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return FileXmlCodec.read(ByteSlice.of(answer.body())).toOptional().orElseThrow();
    }

    private static String document(FileEntry file) {
        return new String(
                FileXmlCodec.write(new FileInfo(file, Optional.empty()), FileXmlForm.CURRENT),
                StandardCharsets.UTF_8);
    }

    private static UdpPhone alice(RunningCenter center) throws Exception {
        assertThat(center.ctl("subscriber", "add", ALICE, "--password", "secret").status())
                .isZero();
        UdpPhone alice = center.phone(ALICE);
        assertThat(alice.register()).isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> center.metric("mc_smpp_links_up{peer=\"smsc-1\"}") == 1);
        return alice;
    }

    private static String text(JsmppCenter smsc, int index) {
        await().atMost(PATIENCE).until(() -> smsc.submissions.size() > index);
        SubmitSm submit = List.copyOf(smsc.submissions).get(index);
        SmsCoding coding =
                submit.getDataCoding() == SmsCoding.UCS2.dataCoding()
                        ? SmsCoding.UCS2
                        : SmsCoding.GSM7;
        return coding.decode(submit.getShortMessage());
    }

    @Test
    void aFileIsALinkThatServesItInABrowser() throws Exception {
        try (JsmppCenter smsc = new JsmppCenter(this::nextId);
                RunningCenter center = center(smsc, "");
                UdpPhone alice = alice(center)) {
            FileEntry file = uploaded(center).file();
            assertThat(
                            UdpPhone.status(
                                    alice.send(
                                            CAROL,
                                            FILE_TYPE,
                                            document(file.withBrandedUrl("")),
                                            "m-1")))
                    .isEqualTo(202);
            assertThat(text(smsc, 0)).isEqualTo("hello.txt (5 B) " + file.brandedUrl());
            HttpResponse<String> opened =
                    browser.send(
                            HttpRequest.newBuilder(URI.create(file.brandedUrl())).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(opened.statusCode()).isEqualTo(200);
            assertThat(opened.body()).isEqualTo("hello");

            FileEntry voice =
                    new FileEntry(
                            5,
                            "",
                            "audio/amr",
                            "http://127.0.0.2/v",
                            Optional.empty(),
                            FileEntry.RENDER,
                            12,
                            "");
            assertThat(UdpPhone.status(alice.send(CAROL, FILE_TYPE, document(voice), "m-2")))
                    .isEqualTo(202);
            assertThat(text(smsc, 1)).isEqualTo("语音消息 (0:12) http://127.0.0.2/v");
        }
    }

    @Test
    void aPlaceIsALinkToTheMapThatIsConfigured() throws Exception {
        try (JsmppCenter smsc = new JsmppCenter(this::nextId);
                RunningCenter center =
                        center(
                                smsc,
                                """
                                  language: en
                                  map-link: https://map.example/?q={lat},{lon}
                                """);
                UdpPhone alice = alice(center)) {
            String place =
                    "<rcsenvelope><rcspushlocation label=\"meeting point\"><gml:pos>39.9087 116.3975"
                            + "</gml:pos></rcspushlocation></rcsenvelope>";
            assertThat(
                            UdpPhone.status(
                                    alice.send(
                                            CAROL,
                                            "application/vnd.gsma.rcspushlocation+xml",
                                            place,
                                            "m-1")))
                    .isEqualTo(202);
            assertThat(text(smsc, 0))
                    .isEqualTo(
                            "Location: meeting point (39.9087, 116.3975)"
                                    + " https://map.example/?q=39.9087,116.3975");
        }
    }
}
