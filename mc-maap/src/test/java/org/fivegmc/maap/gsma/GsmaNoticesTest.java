package org.fivegmc.maap.gsma;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.maap.submit.Cause;
import org.fivegmc.maap.webhook.Notice;
import org.fivegmc.wire.file.FileEntry;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.file.FileXmlForm;
import org.fivegmc.wire.revoke.RevokeCodec;
import org.fivegmc.wire.revoke.RevokeDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GsmaNoticesTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final GsmaNotices notices = new GsmaNotices(InstantSource.fixed(NOW));

    private Optional<Notice> notice(Purpose purpose, Payload payload) {
        return notices.of(
                Gsma.chatbot(),
                new Message(
                        new MessageId(1, 1),
                        Msisdn.of(Gsma.USER),
                        Gsma.chatbot().address(),
                        new ImdnMessageId("up-1"),
                        purpose,
                        Dispositions.NONE,
                        FallbackOffer.NONE,
                        payload,
                        NOW.toEpochMilli(),
                        NOW.toEpochMilli() + 1000,
                        Handling.USUAL));
    }

    private JsonNode told(Purpose purpose, Payload payload) {
        Notice notice = notice(purpose, payload).orElseThrow();
        assertThat(notice.path()).as("one address for everything").isEmpty();
        assertThat(notice.contentType()).startsWith("application/json");
        JsonNode body = JsonMapper.shared().readTree(notice.body());
        assertThat(body.at("/messageContact/userContact").asString()).isEqualTo(Gsma.USER);
        assertThat(body.at("/RCSMessage/timestamp").asString())
                .isEqualTo("2026-11-27T12:00:00.000Z");
        return body;
    }

    private JsonNode uplink(String type, String content) {
        JsonNode body = told(Purpose.CONTENT, Payload.of(type, content.getBytes(UTF_8)));
        assertThat(body.at("/RCSMessage/msgId").asString()).isEqualTo("up-1");
        return body;
    }

    private static Purpose.Report report(ReportKind kind) {
        return new Purpose.Report(new ImdnMessageId("m<1"), kind);
    }

    // ---- what became of messages

    @ParameterizedTest
    @CsvSource({
        "PROCESSED, sent",
        "STORED, sent",
        "DELIVERED, delivered",
        "DISPLAYED, displayed",
        "FORBIDDEN, failed",
        "FAILED, failed",
    })
    void reportsHaveTheWordsOfTheDialect(ReportKind kind, String status) {
        JsonNode body = told(report(kind), Payload.of("x/y", new byte[0]));
        assertThat(body.path("event").asString()).isEqualTo("messageStatus");
        assertThat(body.at("/RCSMessage/msgId").asString()).isEqualTo("m<1");
        assertThat(body.at("/RCSMessage/status").asString()).isEqualTo(status);
        assertThat(body.at("/RCSMessage").has("error")).isEqualTo(status.equals("failed"));
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void failuresHaveTypedCauses(Cause cause) {
        JsonNode error =
                told(
                                report(ReportKind.FAILED),
                                Payload.of("text/x-5gmc-cause", cause.name().getBytes(UTF_8)))
                        .at("/RCSMessage/error");
        assertThat(error.path("message").asString()).isNotEmpty();
        assertThat(error.path("reason").asString())
                .isEqualTo(
                        switch (cause) {
                            case NO_SUCH_NUMBER -> "noSuchNumber";
                            case NOT_CAPABLE -> "notCapable";
                            case OFFLINE -> "offline";
                            case REFUSED -> "refused";
                            case SMS_FAILED -> "smsFailed";
                            case MMS_FAILED -> "mmsFailed";
                            case CONTENT -> "content";
                            case UNKNOWN -> "notDelivered";
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SMS", "MMS"})
    void aReceiptSaysByWhatItCame(String bearer) {
        String type = "text/x-5gmc-" + bearer.toLowerCase(java.util.Locale.ROOT);
        JsonNode body =
                told(report(ReportKind.DELIVERED), Payload.of(type, "first".getBytes(UTF_8)));
        assertThat(body.at("/RCSMessage/status").asString()).isEqualTo("delivered");
        assertThat(body.at("/RCSMessage/bearer").asString()).isEqualTo(bearer);
    }

    @ParameterizedTest
    @CsvSource({"true, cancelled", "false, cancelFailed"})
    void whatWasTakenBackIsTold(boolean inTime, String status) {
        JsonNode body =
                told(
                        Purpose.CONTENT,
                        Payload.of(
                                "application/vnd.gsma.rcsrevoke+xml",
                                RevokeCodec.write(
                                        new RevokeDocument.Response("m", inTime, "a", "b"))));
        assertThat(body.at("/RCSMessage/status").asString()).isEqualTo(status);
        assertThat(body.at("/RCSMessage/msgId").asString()).isEqualTo("m");
    }

    // ---- what users write

    @ParameterizedTest
    @ValueSource(strings = {"hello", "  一杯 \"热\" \\ 😀\r\n ", "geo:", "geo:1,2 and more"})
    void textsArriveCharacterForCharacter(String text) {
        JsonNode body = uplink("text/plain;charset=UTF-8", text);
        assertThat(body.path("event").asString()).isEqualTo("message");
        assertThat(body.at("/RCSMessage/textMessage").asString()).isEqualTo(text);
    }

    @Test
    void tapsAreResponses() {
        String tap =
                "{\"response\":{\"reply\":{\"displayText\":\"好\",\"postback\":{\"data\":\"ok-1\"}}}}";
        JsonNode body = uplink("application/vnd.gsma.botsuggestion.response.v1.0+json", tap);
        assertThat(body.path("event").asString()).isEqualTo("response");
        assertThat(body.at("/RCSMessage/suggestedResponse"))
                .isEqualTo(JsonMapper.shared().readTree(tap));
        assertThat(
                        uplink(
                                        "application/vnd.gsma.botsuggestion.response.v1.0+json",
                                        tap.replace("ok-1", "new_bot_user_initiation"))
                                .path("event")
                                .asString())
                .isEqualTo("newUser");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "geo:39.9,116.3;crs=gcj02;u=10;rcs-l=%E5%8C%97%20a+b|39.9 116.3|10.0|北 a+b",
                "geo:-1,2|-1 2|0.0|''",
            })
    void placesAreTold(String uri, String pos, double radius, String label) {
        JsonNode place = uplink("text/plain", uri).at("/RCSMessage/geolocationPushMessage");
        assertThat(place.path("pos").asString()).isEqualTo(pos);
        assertThat(place.path("radius").asDouble(0)).isEqualTo(radius);
        assertThat(place.path("label").asString("")).isEqualTo(label);
    }

    @Test
    void filesAndSoundAreToldApart() {
        FileEntry file = FileEntry.file(5, "a.png", "image/png", "https://x.example/a?b&c", NOW);
        String type = "application/vnd.gsma.rcs-ft-http+xml";
        JsonNode told =
                uplink(
                                type,
                                new String(
                                        FileXmlCodec.write(
                                                new FileInfo(
                                                        file,
                                                        Optional.of(
                                                                FileEntry.thumbnail(
                                                                        2,
                                                                        "image/jpeg",
                                                                        "https://x.example/t",
                                                                        NOW))),
                                                FileXmlForm.CURRENT),
                                        UTF_8))
                        .at("/RCSMessage/fileMessage");
        assertThat(told.path("fileUrl").asString()).isEqualTo("https://x.example/a?b&c");
        assertThat(told.path("fileName").asString()).isEqualTo("a.png");
        assertThat(told.path("fileMIMEType").asString()).isEqualTo("image/png");
        assertThat(told.path("fileSize").asLong()).isEqualTo(5);
        assertThat(told.path("thumbnailUrl").asString()).isEqualTo("https://x.example/t");
        JsonNode audio =
                uplink(
                                type,
                                new String(
                                        FileXmlCodec.write(
                                                new FileInfo(
                                                        file.withDisposition(FileEntry.RENDER)
                                                                .withPlayingSeconds(3),
                                                        Optional.empty()),
                                                FileXmlForm.CURRENT),
                                        UTF_8))
                        .at("/RCSMessage/audioMessage");
        assertThat(audio.path("playingLength").asLong()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, iVBO",
        "application/vnd.gsma.rcs-ft-http+xml, eA==",
        "application/vnd.gsma.botsuggestion.response.v1.0+json, eA==",
        "application/vnd.gsma.rcspushlocation+xml, eA==",
    })
    void whatThereIsNoFormForGoesAsBase64(String type, String base64) {
        JsonNode other =
                told(
                                Purpose.CONTENT,
                                Payload.of(type, java.util.Base64.getDecoder().decode(base64)))
                        .at("/RCSMessage/otherMessage");
        assertThat(other.path("contentType").asString()).isEqualTo(type);
        assertThat(other.path("content").asString()).isEqualTo(base64);
    }

    @Test
    void callsAreSigned() throws Exception {
        Notice notice =
                notice(report(ReportKind.DELIVERED), Payload.of("x/y", new byte[0])).orElseThrow();
        Map<String, String> headers = notice.headers();
        assertThat(headers).containsEntry("timestamp", Long.toString(NOW.getEpochSecond()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s1gning".getBytes(UTF_8), "HmacSHA256"));
        mac.update((NOW.getEpochSecond() + ".").getBytes(UTF_8));
        assertThat(headers)
                .containsEntry("signature", HexFormat.of().formatHex(mac.doFinal(notice.body())));
    }
}
