package org.fivegmc.maap.gsma;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GsmaReaderTest {

    private static final String CARD =
            "{ \"message\" : {\"generalPurposeCard\":{\"content\":{\"title\":\"\\u5305\\u88f9 <1> & 2\"}}} }";
    private static final String CAROUSEL =
            "{\"message\":{\"generalPurposeCardCarousel\":{\"layout\":{\"cardWidth\":\"SMALL_WIDTH\"},"
                    + "\"content\":[{\"title\":\"a\"},  {\"title\":\"b\"}]}}}";
    private static final String CHIPS =
            "{\"suggestions\": [{\"reply\":{\"displayText\":\"OK\",\"postback\":{\"data\":\"ok-1\"}}}]}";

    private final GsmaReader reader = new GsmaReader(Optional.empty(), new MessageIds());

    private Downlink read(String body) throws IOException {
        return read(body, "", false);
    }

    private Downlink read(String body, String request, boolean mayFallBack) throws IOException {
        if (reader.wish(body.getBytes(UTF_8), Gsma.chatbot(), request, mayFallBack)
                instanceof GsmaReader.Send(_, Downlink downlink)) {
            return downlink;
        }
        throw new AssertionError(body);
    }

    private Downlink message(String members) throws IOException {
        return read(Gsma.message(members));
    }

    private static String content(Downlink downlink) {
        return new String(downlink.content().octets(), UTF_8);
    }

    private void refuses(String body, GsmaCode code, String field) {
        refuses(body.getBytes(UTF_8), code, field);
    }

    private void refuses(byte[] body, GsmaCode code, String field) {
        GsmaRefusal refusal =
                catchThrowableOfType(
                        GsmaRefusal.class, () -> reader.wish(body, Gsma.chatbot(), "", false));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.field()).isEqualTo(field);
        if (!field.isEmpty()) {
            assertThat(refusal.getMessage()).startsWith(field + " ");
        }
    }

    // ---- contents

    @Test
    void aTextIsRead() throws IOException {
        Downlink read = message("\"textMessage\":\"  一个包裹 \"");
        assertThat(content(read)).isEqualTo("  一个包裹 ");
        assertThat(read.content().contentType()).isEqualTo("text/plain;charset=UTF-8");
        assertThat(read.recipients()).containsExactly(Msisdn.of(Gsma.USER));
        assertThat(read.fallback()).isEqualTo(FallbackOffer.NONE);
        assertThat(read.mayWait()).isTrue();
        assertThat(read.reports().bits())
                .isEqualTo(
                        Dispositions.PROCESSING
                                | Dispositions.NEGATIVE_DELIVERY
                                | Dispositions.POSITIVE_DELIVERY
                                | Dispositions.DISPLAY);
        assertThat(MessageIds.recipient(Gsma.chatbot(), read.id().value()))
                .contains(Msisdn.of(Gsma.USER));
        assertThat(read.conversation().conversationId())
                .isEqualTo(message("\"textMessage\":\"y\"").conversation().conversationId())
                .isNotEmpty();
    }

    @Test
    void theTrafficTypeMakesTheClass() throws IOException {
        Downlink read = message("\"textMessage\":\"1\",\"trafficType\":\"authentication\"");
        assertThat(read.trafficClass()).isEqualTo(TrafficClass.VERIFICATION);
        assertThat(read.trafficType()).isEqualTo("authentication");
    }

    @ParameterizedTest
    @ValueSource(strings = {CARD, CAROUSEL})
    void cardsAreCutOutAsTheyStand(String card) throws IOException {
        Downlink read = message("\"richcardMessage\" :" + card);
        assertThat(content(read)).isEqualTo(card);
        assertThat(read.content().contentType())
                .isEqualTo("application/vnd.gsma.botmessage.v1.0+json");
    }

    @Test
    void chipsMakeAMultipart() throws IOException {
        Downlink read = message("\"suggestedChipList\":" + CHIPS + ",\"richcardMessage\":" + CARD);
        assertThat(read.content().contentType()).startsWith("multipart/mixed; boundary=");
        assertThat(content(read)).contains(CARD).contains(CHIPS);
        assertThat(content(read).indexOf(CARD)).isLessThan(content(read).indexOf(CHIPS));
        assertThat(
                        message("\"textMessage\":\"x\",\"suggestedChipList\":null")
                                .content()
                                .contentType())
                .startsWith("text/plain");
    }

    private static FileInfo file(Downlink read) {
        assertThat(read.content().contentType()).isEqualTo("application/vnd.gsma.rcs-ft-http+xml");
        return FileXmlCodec.read(ByteSlice.of(read.content().octets())).toOptional().orElseThrow();
    }

    @Test
    void filesBecomeFileXml() throws IOException {
        // with the nulls a client is known to write
        FileInfo info =
                file(
                        message(
                                "\"fileMessage\":{\"fileUrl\":\"https://x.example/a?b&c\",\"fileName\":\"a <b>.png\","
                                        + "\"fileMIMEType\":\"image/png\",\"fileSize\":1000,\"thumbnailUrl\":"
                                        + "\"https://x.example/t\",\"thumbnailFileName\":null,"
                                        + "\"thumbnailMIMEType\":\"image/jpeg\",\"thumbnailFileSize\":\"20\"}"));
        assertThat(info.file().url()).isEqualTo("https://x.example/a?b&c");
        assertThat(info.file().name()).isEqualTo("a <b>.png");
        assertThat(info.file().contentType()).isEqualTo("image/png");
        assertThat(info.file().size()).isEqualTo(1000);
        assertThat(info.file().disposition()).isEmpty();
        assertThat(info.thumbnail().orElseThrow().size()).isEqualTo(20);
        FileInfo audio =
                file(
                        message(
                                "\"audioMessage\":{\"fileUrl\":\"https://x.example/a\",\"fileName\":null,"
                                        + "\"fileMIMEType\":\"audio/amr\",\"fileSize\":7,\"playingLength\":3}"));
        assertThat(audio.file().disposition()).isEqualTo("render");
        assertThat(audio.file().playingSeconds()).isEqualTo(3);
        assertThat(audio.thumbnail()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"pos\":\"39.908 116.397\"|geo:39.908,116.397",
                "\"pos\":\"-26.1181289, +80.1283921\",\"label\":null|geo:-26.1181289,80.1283921",
                "\"pos\":\"1 2\",\"radius\":10,\"label\":\"a b;c\"|geo:1,2;u=10;rcs-l=a%20b%3Bc",
            })
    void placesBecomeUris(String members, String uri) throws IOException {
        Downlink read = message("\"geolocationPushMessage\":{" + members + "}");
        assertThat(content(read)).isEqualTo(uri);
        assertThat(read.content().contentType()).startsWith("text/plain");
    }

    @Test
    void typingIsToldApart() throws IOException {
        byte[] body = Gsma.message("\"isTyping\":\"active\"").getBytes(UTF_8);
        assertThat(reader.wish(body, Gsma.chatbot(), "", false))
                .isEqualTo(new GsmaReader.Typing(Msisdn.of(Gsma.USER), true));
        refuses(Gsma.message("\"isTyping\":true"), GsmaCode.FIELD, "isTyping");
    }

    // ---- the rest

    @Test
    void fallbackIsAskedForInThreeWays() throws IOException {
        String text = "\"textMessage\":\"x\"";
        assertThat(message(text + ",\"smsSupported\":true").fallback())
                .isEqualTo(FallbackOffer.RENDERED);
        assertThat(message(text + ",\"smsContent\":\"y\"").fallback())
                .isEqualTo(new FallbackOffer.Sms("y"));
        assertThat(message(text + ",\"smsContent\":\"y\",\"smsSupported\":false").fallback())
                .isEqualTo(FallbackOffer.NONE);
        assertThat(read(Gsma.message(text), "", true).fallback()).isEqualTo(FallbackOffer.RENDERED);
        assertThat(read(Gsma.message(text + ",\"smsSupported\":\"false\""), "", true).fallback())
                .isEqualTo(FallbackOffer.NONE);
        refuses(
                Gsma.message(text + ",\"smsContent\":\"" + "x".repeat(1001) + "\""),
                GsmaCode.FIELD,
                "smsContent");
        refuses(Gsma.message(text + ",\"smsSupported\":1"), GsmaCode.FIELD, "smsSupported");
    }

    @Test
    void reportsAreAskedFor() throws IOException {
        assertThat(
                        message("\"textMessage\":\"x\",\"reportRequest\":[\"Delivered\"]")
                                .reports()
                                .bits())
                .isEqualTo(
                        Dispositions.PROCESSING
                                | Dispositions.NEGATIVE_DELIVERY
                                | Dispositions.POSITIVE_DELIVERY);
        refuses(
                Gsma.message("\"textMessage\":\"x\",\"reportRequest\":[\"x\"]"),
                GsmaCode.FIELD,
                "reportRequest");
    }

    @Test
    void theSameRequestHasTheSameId() throws IOException {
        String body = Gsma.message("\"textMessage\":\"x\"");
        assertThat(read(body, "k", false).id()).isEqualTo(read(body, "k", false).id());
        assertThat(read(body, "", false).id()).isNotEqualTo(read(body, "", false).id());
        String named = Gsma.message("\"textMessage\":\"x\",\"msgId\":\"k\"");
        assertThat(read(named, "other", false).id()).isEqualTo(read(body, "k", false).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"+8613900000001", "tel:+8613900000001", " +8613900000001 "})
    void numbersHaveSeveralForms(String number) throws IOException {
        assertThat(
                        read(Gsma.message("\"textMessage\":\"x\"").replace(Gsma.USER, number))
                                .recipients())
                .containsExactly(Msisdn.of(Gsma.USER));
    }

    // ---- what is wrong

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"textMessage\":\"\"|CONTENT|textMessage",
                "\"textMessage\":1|FIELD|textMessage",
                "\"textMessage\":\"a\",\"suggestedChipList\":{}|CONTENT|suggestedChipList",
                "\"textMessage\":\"a\",\"suggestedChipList\":[]|FIELD|suggestedChipList",
                "\"richcardMessage\":{\"x\":1}|CONTENT|richcardMessage",
                "\"richcardMessage\":\"x\"|FIELD|richcardMessage",
                "\"textMessage\":\"a\",\"fileMessage\":{}|FIELD|RCSMessage",
                "\"isTyping\":\"idle\",\"richcardMessage\":{}|FIELD|RCSMessage",
                "\"openrichcardMessage\":{}|FIELD|RCSMessage",
                "\"textMessage\":null|FIELD|RCSMessage",
                "\"fileMessage\":{}|FIELD|fileUrl",
                "\"fileMessage\":{\"fileUrl\":\"file:///etc/passwd\"}|FIELD|fileUrl",
                "\"fileMessage\":{\"fileUrl\":\"http://x/\"}|FIELD|fileSize",
                "\"fileMessage\":{\"fileUrl\":\"http://x/\",\"fileSize\":-1}|FIELD|fileSize",
                "\"fileMessage\":{\"fileUrl\":\"http://x/\",\"fileSize\":1.5}|FIELD|fileSize",
                "\"fileMessage\":{\"fileUrl\":\"http://x/\",\"fileSize\":1}|FIELD|fileMIMEType",
                "\"fileMessage\":{\"fileUrl\":\"http://x/\",\"fileSize\":1,\"fileMIMEType\":\"a\\r\\nb\"}|FIELD|fileMIMEType",
                "\"geolocationPushMessage\":{}|FIELD|pos",
                "\"geolocationPushMessage\":{\"pos\":\"91 0\"}|FIELD|pos",
                "\"geolocationPushMessage\":{\"pos\":\"1 2\",\"radius\":\"x\"}|FIELD|radius",
                "\"textMessage\":\"a\",\"trafficType\":\"a\\r\\nb\"|FIELD|trafficType",
                "\"textMessage\":\"a\",\"trafficType\":\"alert\"|FIELD|trafficType",
            })
    void whatIsWrongIsNamed(String members, GsmaCode code, String field) {
        refuses(Gsma.message(members), code, field);
    }

    @Test
    void limitsHold() throws IOException {
        String most = "x".repeat(2000);
        assertThat(content(message("\"textMessage\":\"" + most + "\""))).isEqualTo(most);
        refuses(Gsma.message("\"textMessage\":\"" + most + "x\""), GsmaCode.CONTENT, "textMessage");
        refuses(
                Gsma.message("\"textMessage\":\"x\",\"msgId\":\"" + "x".repeat(256) + "\""),
                GsmaCode.FIELD,
                "msgId");
    }

    @Test
    void contactsAreChecked() {
        String text = "{\"RCSMessage\":{\"textMessage\":\"x\"}";
        refuses(text + "}", GsmaCode.FIELD, "messageContact");
        refuses(text + ",\"messageContact\":[]}", GsmaCode.FIELD, "messageContact");
        refuses(text + ",\"messageContact\":{}}", GsmaCode.FIELD, "userContact");
        refuses(
                text + ",\"messageContact\":{\"userContact\":[\"+8613900000001\"]}}",
                GsmaCode.FIELD,
                "userContact");
        refuses(
                text + ",\"messageContact\":{\"userContact\":\"+0\"}}",
                GsmaCode.FIELD,
                "userContact");
        refuses(text + ",\"messageContact\":{\"chatId\":\"x\"}}", GsmaCode.CONTACT, "chatId");
    }

    @Test
    void bodiesThatAreNoObjectsAreRefused() {
        for (String body :
                List.of(
                        "",
                        " ",
                        "x",
                        "[]",
                        "\"x\"",
                        "{",
                        "{\"RCSMessage\":{",
                        Gsma.message("\"textMessage\":\"x\"") + "{}")) {
            refuses(body, GsmaCode.BODY, "");
        }
        refuses("{\"RCSMessage\":1}", GsmaCode.FIELD, "RCSMessage");
        refuses(Gsma.message("\"richcardMessage\":" + CARD).getBytes(UTF_16), GsmaCode.BODY, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"textMessage", "richcardMessage", "suggestedChipList", "other"})
    void depthBombsAreDefused(String member) {
        refuses(
                Gsma.message("\"" + member + "\":" + "[".repeat(100_000)),
                member.equals("richcardMessage") || member.equals("suggestedChipList")
                        ? GsmaCode.FIELD
                        : GsmaCode.BODY,
                member.equals("richcardMessage") || member.equals("suggestedChipList")
                        ? member
                        : "");
        refuses(Gsma.message("\"" + member + "\":" + "{\"a\":".repeat(100_000)), GsmaCode.BODY, "");
    }
}
