package org.fivegmc.maap.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.fivegmc.maap.content.RunningContent.ALICE;
import static org.fivegmc.maap.content.RunningContent.CAROL;
import static org.fivegmc.maap.content.RunningContent.PASSWORD;
import static org.fivegmc.maap.content.RunningContent.form;
import static org.fivegmc.maap.content.RunningContent.info;
import static org.fivegmc.maap.content.RunningContent.text;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.fivegmc.maap.content.store.StoreLimits;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.file.ResumeInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The content server, asked by those who have a token and no password.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TokenUploadTest {
    private static final String BINARY = "application/octet-stream";

    /// Where the version, the key, the end, the number and the signature are in a token.
    private static final int[] PLACES = {0, 3, 8, 18, 30, 43};

    @TempDir private Path directory;

    private static byte[] octets(int length) {
        var octets = new byte[length];
        new Random(length).nextBytes(octets);
        octets[0] = 'x'; // nothing any magic number begins with
        return octets;
    }

    private static void isRefused(HttpResponse<byte[]> answer, String why) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(401);
        assertThat(text(answer)).contains(why);
        List<String> offers = answer.headers().allValues("www-authenticate");
        assertThat(offers).hasSize(3);
        assertThat(offers.subList(0, 2))
                .allMatch(offer -> offer.startsWith("Digest realm=\"rcs.local\", nonce="));
        assertThat(offers.get(2))
                .startsWith(
                        "Bearer realm=\"rcs.local\", error=\"invalid_token\", error_description=\"")
                .contains(why);
    }

    @Test
    @Tag("RFC6750-2.1")
    void whoHasATokenNeedsNoPassword() throws IOException {
        try (var content = new RunningContent(directory)) {
            String token = content.bearer(CAROL);
            for (String spelling : List.of(token, token.replace("Bearer ", "bearer   "))) {
                assertThat(content.probe(spelling).statusCode()).isEqualTo(204);
            }
            byte[] file = octets(100_000);
            HttpResponse<byte[]> uploaded = content.upload(token, form("t-1", BINARY, file));
            assertThat(uploaded.statusCode()).as(text(uploaded)).isEqualTo(200);
            assertThat(content.get(info(uploaded).file().url()).body()).isEqualTo(file);
        }
    }

    @Test
    @Tag("RFC6750-3")
    void whoBringsNothingIsOfferedBothAndToldOfNoError() throws IOException {
        try (var content = new RunningContent(directory)) {
            HttpResponse<byte[]> asked = content.probe();
            assertThat(asked.statusCode()).isEqualTo(401);
            List<String> offers = asked.headers().allValues("www-authenticate");
            assertThat(offers.getFirst()).startsWith("Digest ");
            assertThat(offers.getLast()).isEqualTo("Bearer realm=\"rcs.local\"");
            assertThat(content.events.refusals()).containsExactly(ContentRefusal.CHALLENGED);
        }
    }

    @Test
    @Tag("RFC6750-3.1")
    void tokensOfWhichAnythingIsWrongAreRefused() throws IOException {
        try (var content = new RunningContent(directory)) {
            String token = content.bearer(ALICE);
            for (String none :
                    List.of(
                            "Bearer",
                            "Bearer ",
                            "Bearer x",
                            token + "A",
                            token + "A".repeat(2000))) {
                isRefused(content.probe(none), "not a token");
            }
            for (int place : PLACES) {
                int at = "Bearer ".length() + place;
                char other = token.charAt(at) == 'A' ? 'B' : 'A';
                isRefused(
                        content.probe(token.substring(0, at) + other + token.substring(at + 1)),
                        place == 3 ? "a key" : "not a token");
            }
            isRefused(content.probe(content.bearer("+8613899999999")), "nobody here");
            assertThat(content.events.refusals()).containsOnly(ContentRefusal.BAD_TOKEN);
            assertThat(content.probe(token).statusCode()).as("the right one").isEqualTo(204);
            content.now.addAndGet(3599);
            assertThat(content.probe(token).statusCode()).isEqualTo(204);
            content.now.addAndGet(1);
            isRefused(content.probe(token), "expired");
            isRefused(content.upload(token, form("t-1", BINARY, octets(10))), "expired");
            isRefused(content.ask(token, "?tid=t-1&get_upload_info"), "expired");
        }
    }

    /// What an address proves is not what a token proves.
    @Test
    void anAddressIsNoToken() throws IOException {
        try (var content = new RunningContent(directory)) {
            String url = info(content.upload(form("t-1", BINARY, octets(10)))).file().url();
            isRefused(
                    content.probe("Bearer " + url.substring(url.lastIndexOf('/') + 1)),
                    "not a token");
        }
    }

    /// Credentials of two users at once speak for nobody.
    @Test
    @Tag("RFC6750-3.1")
    void aTokenGoesAlone() throws IOException {
        try (var content = new RunningContent(directory)) {
            String token = content.bearer(ALICE);
            for (String other :
                    List.of(
                            content.authorization("POST", "/ft", ALICE, PASSWORD),
                            content.bearer(CAROL),
                            "Basic eDp5")) {
                HttpResponse<byte[]> answer = content.probe(token, other);
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
                        .contains("error=\"invalid_request\"");
                assertThat(content.probe(other, token).statusCode()).isEqualTo(400);
            }
        }
    }

    /// Not in an address, which is written into logs on its way, nor in a form.
    @Test
    @Tag("RFC6750-5.3")
    void aTokenInAnAddressIsNotTaken() throws IOException {
        try (var content = new RunningContent(directory)) {
            String token = content.bearer(ALICE).substring("Bearer ".length());
            HttpResponse<byte[]> answer =
                    content.get("/ft?tid=t-1&get_upload_info&access_token=" + token);
            assertThat(answer.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aTokenGoesOnWithAnUploadThatBroke() throws IOException {
        try (var content = new RunningContent(directory)) {
            byte[] file = octets(500_000);
            byte[] whole = form("t-1", BINARY, file);
            String token = content.bearer(CAROL);
            Socket socket = content.begin(token, whole.length, Arrays.copyOf(whole, 200_000));
            await().until(() -> content.server().uploadsUnderWay() == 1);
            socket.close();
            await().until(() -> content.server().uploadsUnderWay() == 0);

            // nobody else's business, with a token or a password
            for (String query : List.of("?tid=t-1&get_upload_info", "?tid=t-1&get_download_info")) {
                assertThat(content.ask(content.bearer(ALICE), query).statusCode()).isEqualTo(404);
                assertThat(content.ask(query).statusCode()).isEqualTo(404);
            }
            HttpResponse<byte[]> asked = content.ask(token, "?tid=t-1&get_upload_info");
            assertThat(asked.statusCode()).as(text(asked)).isEqualTo(200);
            ResumeInfo resume =
                    FileXmlCodec.readResume(ByteSlice.of(asked.body())).toOptional().orElseThrow();
            int from = (int) resume.end() + 1;
            assertThat(from).isBetween(1, 200_000);
            assertThat(
                            content.send(
                                            HttpRequest.newBuilder(content.here(resume.url()))
                                                    .header(
                                                            "Content-Range",
                                                            "bytes " + from + "-499999/500000")
                                                    .PUT(
                                                            HttpRequest.BodyPublishers.ofByteArray(
                                                                    file, from, 500_000 - from)))
                                    .statusCode())
                    .isEqualTo(200);
            // another token of the same user is as good
            HttpResponse<byte[]> done =
                    content.ask(content.bearer(CAROL), "?tid=t-1&get_download_info");
            assertThat(content.get(info(done).file().url()).body()).isEqualTo(file);
            assertThat(content.ask("?tid=t-1&get_download_info").statusCode()).isEqualTo(404);
        }
    }

    /// The same file and the same quota as with the password.
    @Test
    void aTokenMakesTheSameUser() throws IOException {
        try (var content =
                new RunningContent(
                        directory,
                        RunningContent.defaults(),
                        new StoreLimits(100_000, 1 << 20, 1))) {
            HttpResponse<byte[]> once = content.upload(form("t-1", BINARY, octets(60_000)));
            HttpResponse<byte[]> again =
                    content.upload(content.bearer(ALICE), form("t-1", BINARY, octets(60_000)));
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(info(again)).isEqualTo(info(once));
            HttpResponse<byte[]> full =
                    content.upload(content.bearer(ALICE), form("t-2", BINARY, octets(60_000)));
            assertThat(full.statusCode()).isEqualTo(507);
            assertThat(text(full)).contains("content.user-quota");
            assertThat(
                            content.upload(
                                            content.bearer(CAROL),
                                            form("t-2", BINARY, octets(60_000)))
                                    .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aTokenOutlivesAStartAndTheReplacementOfItsKey() throws IOException {
        try (var content = new RunningContent(directory)) {
            String token = content.bearer(ALICE);
            content.restart();
            assertThat(content.probe(token).statusCode()).isEqualTo(204);
            Path key = directory.resolve("signing.key");
            String newer = "0123456789abcdef".repeat(4) + "\n";
            Files.writeString(key, newer + Files.readString(key));
            content.restart();
            assertThat(content.probe(token).statusCode()).isEqualTo(204);
            assertThat(content.probe(content.bearer(ALICE)).statusCode()).isEqualTo(204);
            Files.writeString(key, newer);
            content.restart();
            isRefused(content.probe(token), "a key this server does not have");
        }
    }

    @Test
    void tokensCanBeTurnedOff() throws IOException {
        try (var content = new RunningContent(directory)) {
            String token = content.bearer(ALICE);
            try (var without =
                    new RunningContent(
                            directory.resolve("without"),
                            RunningContent.withoutTokens(),
                            new StoreLimits(1 << 20, 1 << 20, 1))) {
                assertThat(without.server().tokens()).isEmpty();
                HttpResponse<byte[]> asked = without.probe(token);
                assertThat(asked.statusCode()).isEqualTo(401);
                assertThat(asked.headers().allValues("www-authenticate"))
                        .hasSize(2)
                        .allMatch(offer -> offer.startsWith("Digest "));
                assertThat(
                                without.probe(without.authorization("POST", "/ft", ALICE, PASSWORD))
                                        .statusCode())
                        .isEqualTo(204);
            }
        }
    }
}
