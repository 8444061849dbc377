package org.fivegmc.maap.ctcu;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.maap.dialect.Contents;
import org.fivegmc.maap.dialect.Schedule;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.MimePart;
import org.fivegmc.wire.mime.Multipart;
import org.fivegmc.wire.mime.MultipartLimits;
import java.net.URI;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Tenants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CtcuReaderTest {

    private static final String TEXT = part("text/plain", "\"hello\"");

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private static final Schedule SCHEDULE =
            new Schedule(Duration.ofDays(7), InstantSource.fixed(NOW));

    private final CtcuReader reader = new CtcuReader(SCHEDULE);

    private static String part(String type, String content) {
        return "{\"contentType\":\"" + type + "\",\"contentText\":" + content + "}";
    }

    /// A message with all that must be there, its members replaced or added.
    private static String message(String parts, String more) {
        return "{\"messageId\":\"m\",\"messageList\":["
                + parts
                + "],\"destinationAddress\":[\"tel:+8613900000001\"],"
                + "\"senderAddress\":\"sip:1@botplatform.x\",\"conversationId\":\"c\","
                + "\"contributionId\":\"k\""
                + (more.isEmpty() ? "" : "," + more)
                + "}";
    }

    private CtcuMessage read(String body) {
        return reader.message(body.getBytes(UTF_8), false);
    }

    private void refuses(String body, boolean strict, CtcuCode code, String words) {
        assertThatThrownBy(() -> reader.message(body.getBytes(UTF_8), strict))
                .asInstanceOf(type(CtcuRefusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal).hasMessageContaining(words);
                });
    }

    @Test
    void aTextIsReadWithItsDefaults() {
        CtcuMessage message = read(message(TEXT, ""));
        assertThat(message.content().contentType()).isEqualTo("text/plain;charset=UTF-8");
        assertThat(message.content().octets()).isEqualTo("hello".getBytes(UTF_8));
        assertThat(message.recipients()).hasToString("[+8613900000001]");
        assertThat(message.fallback()).isEqualTo(FallbackOffer.NONE);
        assertThat(message.reports()).isEqualTo(Dispositions.NONE);
        assertThat(message.conversation().inReplyTo()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-28T08:00:00+08:00, 2026-11-28T00:00:00Z",
        "2026-12-04T12:00:00Z, 2026-12-04T12:00:00Z",
        "2026-11-27T12:00:00Z, 1970-01-01T00:00:00Z",
        "2020-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    })
    void aTimeToComeIsWhenItMayLeave(String given, Instant leaves) {
        CtcuMessage message = read(message(TEXT, "\"earliestDeliveryTime\":\"" + given + "\""));
        assertThat(Instant.ofEpochMilli(message.notBeforeMs())).isEqualTo(leaves);
    }

    @Test
    void theTrafficTypeMakesTheClass() {
        Chatbot chatbot = Tenants.chatbot(URI.create("https://hook.example/x"));
        Downlink marketing = read(message(TEXT, "\"trafficType\":\"advertisement\"")).from(chatbot);
        assertThat(marketing.trafficClass()).isEqualTo(TrafficClass.MARKETING);
        assertThat(marketing.trafficType()).isEqualTo("advertisement");
        assertThat(read(message(TEXT, "")).from(chatbot).trafficClass())
                .isEqualTo(TrafficClass.TRANSACTION);
    }

    @ParameterizedTest
    @CsvSource({"alert, trafficType is alert", "a\\r\\nb, trafficType is no word"})
    void aTrafficTypeMayBeRefused(String given, String text) {
        Chatbot chatbot = Tenants.chatbot(URI.create("https://hook.example/x"));
        CtcuMessage message = read(message(TEXT, "\"trafficType\":\"" + given + "\""));
        assertThatThrownBy(() -> message.from(chatbot))
                .asInstanceOf(type(CtcuRefusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(CtcuCode.PARAMETER);
                    assertThat(refusal).hasMessageContaining(text);
                });
    }

    @Test
    void withoutSchedulingATimeToComeIsRefused() {
        var never = new CtcuReader(new Schedule(Duration.ZERO, InstantSource.fixed(NOW)));
        String body = message(TEXT, "\"earliestDeliveryTime\":\"2026-11-27T12:00:01Z\"");
        assertThatThrownBy(() -> never.message(body.getBytes(UTF_8), false))
                .hasMessageContaining("does not deliver later");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "messageId|20002",
                "messageList|20002",
                "destinationAddress|20002",
                "senderAddress|20002",
                "conversationId|20002",
                "contributionId|20002",
            })
    void whatIsMissingIsNamed(String member, int code) {
        String body = message(TEXT, "").replace("\"" + member + "\"", "\"x-" + member + "\"");
        assertThatThrownBy(() -> read(body))
                .asInstanceOf(type(CtcuRefusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code().code()).isEqualTo(code);
                    assertThat(refusal).hasMessageStartingWith(member);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"messageId\":\"\"|PARAMETER|messageId",
                "\"messageId\":{}|PARAMETER|messageId",
                "\"destinationAddress\":\"tel:+8613900000001\"|PARAMETER|destinationAddress",
                "\"destinationAddress\":[]|PARAMETER|destinationAddress",
                "\"destinationAddress\":[\"13900000001\"]|PARAMETER|13900000001",
                "\"destinationAddress\":[\"tel:+86139abc\"]|PARAMETER|139abc",
                "\"destinationAddress\":[\"tel:+8613900000001\",\"+8613900000001\"]|PARAMETER|twice",
                "\"reportRequest\":\"sent\"|PARAMETER|reportRequest",
                "\"reportRequest\":[\"seen\"]|PARAMETER|seen",
                "\"smsSupported\":\"maybe\"|PARAMETER|smsSupported",
                "\"storeSupported\":\"never\"|PARAMETER|storeSupported",
                "\"earliestDeliveryTime\":\"2026-11-28T12:00:00\"|PARAMETER|no time of ISO 8601",
                "\"earliestDeliveryTime\":\"+999999999-01-01T00:00:00Z\"|PARAMETER|no time",
                "\"earliestDeliveryTime\":\"2026-12-04T12:00:00.001Z\"|PARAMETER|2026-12-04T12:00:00Z",
                "\"messageList\":{}|PARAMETER|messageList",
                "\"messageList\":[1]|PARAMETER|messageList",
                "\"messageList\":[{\"contentText\":\"x\"}]|PARAMETER|contentType",
                "\"messageList\":[{\"contentType\":\"text/plain\"}]|PARAMETER|contentText",
                "\"messageList\":[{\"contentType\":\"text/plain\",\"contentText\":7}]|PARAMETER|contentText",
            })
    void whatIsWrongIsNamed(String member, CtcuCode code, String words) {
        // the last of two members of one name counts
        refuses(message(TEXT, member), false, code, words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "text/plain|\"\"|PARAMETER",
                "image/png|\"x\"|MESSAGE_TYPE",
                "application/vnd.gsma.botmessage.v1.0+json|{}|MESSAGE_TYPE",
                "application/vnd.gsma.botmessage.v1.0+json|\"{\"|MESSAGE_TYPE",
                "application/vnd.gsma.botsuggestion.v1.0+json|[]|MESSAGE_TYPE",
                "application/vnd.gsma.rcs-ft-http|[]|MESSAGE_TYPE",
                "application/vnd.gsma.rcs-ft-http|[{\"type\":\"thumbnail\",\"fileSize\":1,\"url\":\"https://h/x\"}]|MESSAGE_TYPE",
                "application/vnd.gsma.rcs-ft-http|[{\"type\":\"file\",\"fileSize\":\"1\",\"url\":\"https://h/x\"}]|MESSAGE_TYPE",
                "application/vnd.gsma.rcs-ft-http|[{\"type\":\"file\",\"fileSize\":1,\"url\":\"file:///x\"}]|MESSAGE_TYPE",
            })
    void contentsAreChecked(String type, String content, CtcuCode code) {
        refuses(message(part(type, content), ""), false, code, "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "|EMPTY_POST",
                "[]|NOT_JSON",
                "{|NOT_JSON",
                "{\"a\":|NOT_JSON",
                "nonsense|NOT_JSON"
            })
    void whatIsNoJsonIsRefused(String body, CtcuCode code) {
        refuses(body == null ? "" : body, false, code, "");
    }

    /// What is cut out of a body has to stand there in UTF-8.
    @Test
    void cardsInOtherEncodingsAreRefused() {
        String card =
                "{\"contentType\":\"application/vnd.gsma.botmessage.v1.0+json\",\"contentText\":{\"message\":1}}";
        assertThat(read(message(card, "")).content().octets()).isNotEmpty();
        assertThatThrownBy(() -> reader.message(message(card, "").getBytes(UTF_16), false))
                .asInstanceOf(type(CtcuRefusal.class))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(CtcuCode.NOT_JSON));
    }

    @Test
    void deepJsonIsRefused() {
        refuses("{\"a\":" + "[".repeat(100_000), false, CtcuCode.NOT_JSON, "");
        String card = "{\"message\":" + "[".repeat(70) + "]".repeat(70) + "}";
        refuses(
                message(part("application/vnd.gsma.botmessage.v1.0+json", card), ""),
                false,
                CtcuCode.NOT_JSON,
                "");
    }

    /// Whatever blanks and escapes it is written with.
    @Test
    void cardsStayOctetForOctet() {
        String card = "{ \"message\" :\t{\"generalPurposeCard\":{\"t\":\"\\u5305包😀\\/\"}}\n}";
        String type = "application/vnd.gsma.botmessage.v1.0+json";
        assertThat(read(message(part(type, card), "")).content().octets())
                .isEqualTo(card.getBytes(UTF_8));
        assertThat(
                        read(message("{\"x\":{\"y\":[1]}," + part(type, card).substring(1), ""))
                                .content()
                                .octets())
                .isEqualTo(card.getBytes(UTF_8));
        String quoted = "\"{\\\"message\\\":{}}\"";
        assertThat(read(message(part(type, quoted), "")).content().octets())
                .isEqualTo("{\"message\":{}}".getBytes(UTF_8));
    }

    @Test
    void severalPartsBecomeOneBody() {
        String chips = "{\"suggestions\":[]}";
        CtcuMessage message =
                read(
                        message(
                                TEXT
                                        + ","
                                        + part(
                                                "application/vnd.gsma.botsuggestion.v1.0+json",
                                                chips),
                                ""));
        MediaType type = MediaType.parse(message.content().contentType());
        assertThat(type.name()).isEqualTo("multipart/mixed");
        assertThat(
                        Multipart.leaves(
                                        type,
                                        ByteSlice.of(message.content().octets()),
                                        MultipartLimits.DEFAULT)
                                .toOptional()
                                .orElseThrow())
                .extracting(MimePart::content)
                .containsExactly(ByteSlice.of("hello"), ByteSlice.of(chips));
    }

    @Test
    void filesBecomeFileXml() {
        String files =
                "[{\"type\":\"thumbnail\",\"fileSize\":7,\"contentType\":\"image/png\",\"url\":\"https://h/t\"},"
                        + "{\"type\":\"file\",\"fileSize\":9,\"fileName\":\"a.png\",\"contentType\":\"image/png\","
                        + "\"url\":\"https://h/f\",\"until\":\"2026-11-29T20:38:00+08:00\"}]";
        CtcuMessage message = read(message(part("application/vnd.gsma.rcs-ft-http", files), ""));
        FileInfo info =
                FileXmlCodec.read(ByteSlice.of(message.content().octets()))
                        .toOptional()
                        .orElseThrow();
        assertThat(info.file().name()).isEqualTo("a.png");
        assertThat(info.file().url()).isEqualTo("https://h/f");
        assertThat(info.file().until()).hasToString("Optional[2026-11-29T12:38:00Z]");
        assertThat(info.thumbnail().orElseThrow().size()).isEqualTo(7);
    }

    @Test
    void base64IsUndone() {
        String part =
                "{\"contentType\":\"text/plain\",\"contentEncoding\":\"base64\",\"contentText\":\"aGk=\"}";
        assertThat(read(message(part, "")).content().octets()).isEqualTo("hi".getBytes(UTF_8));
        refuses(message(part.replace("base64", "gzip"), ""), false, CtcuCode.PARAMETER, "base64");
    }

    @Test
    void fallbackIsWhatTheSenderSays() {
        assertThat(read(message(TEXT, "\"smsSupported\":true,\"smsContent\":\"S\"")).fallback())
                .isEqualTo(new FallbackOffer.Sms("S"));
        assertThat(read(message(TEXT, "\"smsSupported\":true")).fallback())
                .isEqualTo(FallbackOffer.RENDERED);
        assertThat(read(message(TEXT, "\"smsSupported\":false,\"smsContent\":\"S\"")).fallback())
                .isEqualTo(FallbackOffer.NONE);
    }

    @Test
    void whatIsKeptForNobodySaysSo() {
        assertThat(read(message(TEXT, "")).mayWait()).isTrue();
        assertThat(read(message(TEXT, "\"storeSupported\":true")).mayWait()).isTrue();
        assertThat(read(message(TEXT, "\"storeSupported\":false")).mayWait()).isFalse();
        assertThat(read(message(TEXT, "\"storeSupported\":\"false\"")).mayWait()).isFalse();
    }

    @Test
    void reportsAreAskedForByTheirWords() {
        assertThat(
                        read(message(
                                        TEXT,
                                        "\"reportRequest\":[\"sent\",\"delivered\",\"displayed\",\"failed\",\"deliveredToNetwork\"]"))
                                .reports()
                                .bits())
                .isEqualTo(31);
    }

    @Test
    void limitsAreThoseOfTheSpecification() {
        String most = "字".repeat(Contents.TEXT_MAX);
        assertThat(read(message(part("text/plain", "\"" + most + "\""), "")).content().octets())
                .hasSize(3 * Contents.TEXT_MAX);
        refuses(
                message(part("text/plain", "\"" + most + "字\""), ""),
                false,
                CtcuCode.TEXT_LENGTH,
                "2001");
        assertThat(read(message(TEXT, numbers(100))).recipients()).hasSize(100);
        refuses(message(TEXT, numbers(101)), false, CtcuCode.PARAMETER, "101");
    }

    private static String numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"tel:+" + (8613900000000L + i) + "\"")
                .collect(Collectors.joining(",", "\"destinationAddress\":[", "]"));
    }

    @Test
    void theStrictProfileWantsWhatMustBeThere() {
        refuses(message(TEXT, ""), true, CtcuCode.PARAMETER, "serviceCapability");
        String capable = "\"serviceCapability\":[]";
        refuses(message(TEXT, capable), true, CtcuCode.PARAMETER, "smsSupported");
        refuses(
                message(TEXT, capable + ",\"smsSupported\":\"true\",\"storeSupported\":true"),
                true,
                CtcuCode.PARAMETER,
                "smsSupported");
        refuses(
                message(TEXT, capable + ",\"smsSupported\":true,\"storeSupported\":true"),
                true,
                CtcuCode.PARAMETER,
                "smsContent");
        assertThat(
                        reader.message(
                                        message(
                                                        TEXT,
                                                        capable
                                                                + ",\"smsSupported\":false,\"storeSupported\":true")
                                                .getBytes(UTF_8),
                                        true)
                                .id()
                                .value())
                .isEqualTo("m");
    }

    @Test
    void theSignatureIsThatOfTheSpecification() {
        assertThat(CtcuSignature.of("demoToken", "1589101185", "12445635"))
                .isEqualTo("e3f4a7a6f2595fb6cafe2c5934850aefe1a687b4460285dd6ae018835b8acf98");
    }
}
