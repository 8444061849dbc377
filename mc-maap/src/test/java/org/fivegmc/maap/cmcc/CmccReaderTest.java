package org.fivegmc.maap.cmcc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.MmsContent;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.maap.dialect.Contents;
import org.fivegmc.maap.dialect.Schedule;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.MimePart;
import org.fivegmc.wire.mime.Multipart;
import org.fivegmc.wire.mime.MultipartLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CmccReaderTest {

    private static final String CARD =
            "{ \"message\" : {\"generalPurposeCard\":{\"layout\":{\"cardOrientation\":\"VERTICAL\"},"
                    + "\"content\":{\"title\":\"\\u5305\\u88f9\",  \"description\":\"包裹 ]] > \\/ \\\"x\\\"\"}}}}";
    private static final String CHIPS =
            "{\"suggestions\":[{\"reply\":{\"displayText\":\"好\",\"postback\":{\"data\":\"ok\"}}}]}";
    private static final String NUMBER = "+8613900000001";

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private static final Schedule SCHEDULE =
            new Schedule(Duration.ofDays(7), InstantSource.fixed(NOW));

    private final CmccReader reader = new CmccReader(SCHEDULE);

    private CmccMessage read(String body) {
        return read(body, CmccPath.Kind.ANY, false);
    }

    private CmccMessage read(String body, CmccPath.Kind kind, boolean strict) {
        return reader.message(body.getBytes(UTF_8), kind, Cmcc.caller(strict), NUMBER, "a date");
    }

    private static void refuses(Runnable reading, CmccCode code, String words) {
        assertThatThrownBy(reading::run)
                .asInstanceOf(type(CmccRefusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal).hasMessageContaining(words);
                    assertThat(refusal.code()).isEqualTo(code);
                });
    }

    private void refuses(String body, CmccCode code, String words) {
        refuses(() -> read(body), code, words);
    }

    private MmsContent mms(String elements) {
        return read(Cmcc.message(
                        "<multimediaMessageSupported>true</multimediaMessageSupported>" + elements))
                .downlink()
                .fallback()
                .mms()
                .orElseThrow();
    }

    private static final String PARTS =
            """
            --next
            Content-Type: text/plain

            hello
            --next
            Content-Type: image/png
            Content-Transfer-Encoding: base64

            iVBORw==
            --next--
            """;

    @Test
    void aTimeToComeIsWhenItMayLeave() {
        String element = "<earliestDeliveryTime>%s</earliestDeliveryTime>";
        assertThat(
                        read(Cmcc.message(element.formatted("2026-11-28T08:00:00+08:00")))
                                .downlink()
                                .notBeforeMs())
                .isEqualTo(Instant.parse("2026-11-28T00:00:00Z").toEpochMilli());
        assertThat(read(Cmcc.message("")).downlink().notBeforeMs()).isZero();
        refuses(
                Cmcc.message(element.formatted("2026-12-24T08:00:00+08:00")),
                CmccCode.FORMAT,
                "earliestDeliveryTime is 2026-12-24");
        refuses(
                Cmcc.message(element.formatted("tomorrow")),
                CmccCode.FORMAT,
                "earliestDeliveryTime is no time");
    }

    @Test
    void theTrafficTypeMakesTheClass() {
        String element = "<trafficType>%s</trafficType>";
        Downlink downlink = read(Cmcc.message(element.formatted("authentication"))).downlink();
        assertThat(downlink.trafficClass()).isEqualTo(TrafficClass.VERIFICATION);
        assertThat(downlink.trafficType()).isEqualTo("authentication");
        assertThat(read(Cmcc.message("")).downlink().trafficClass())
                .isEqualTo(TrafficClass.TRANSACTION);
        refuses(Cmcc.message(element.formatted("alert")), CmccCode.FORMAT, "trafficType is alert");
        refuses(Cmcc.message(element.formatted("a b")), CmccCode.FORMAT, "trafficType is no word");
    }

    @Test
    void anMmsIsOfferedWithWhatTheChatbotBrings() {
        assertThat(mms("<mmsSubject>s</mmsSubject>"))
                .matches(MmsContent::isRendered)
                .extracting(MmsContent::subject)
                .isEqualTo("s");
        MmsContent text = mms("<mmsBodyText>热 &amp; 甜</mmsBodyText>");
        assertThat(text.contentType()).startsWith("text/plain");
        assertThat(text.body()).isEqualTo("热 & 甜".getBytes(UTF_8));
        String typed = "Content-Type: multipart/related; boundary=next\r\n\r\n" + PARTS;
        for (String body : List.of(PARTS, typed)) {
            String base64 = Base64.getEncoder().encodeToString(body.getBytes(UTF_8));
            for (String written : List.of("<![CDATA[" + body + "]]>", base64)) {
                MmsContent parts = mms("<mmsBodyTextLarge>" + written + "</mmsBodyTextLarge>");
                assertThat(
                                Multipart.leaves(
                                                MediaType.parse(parts.contentType()),
                                                ByteSlice.of(parts.body()),
                                                MultipartLimits.DEFAULT)
                                        .toOptional()
                                        .orElseThrow())
                        .extracting(part -> part.contentType().name())
                        .containsExactly("text/plain", "image/png");
            }
        }
    }

    @Test
    void withoutTheFlagOrWithATemplateThereIsNoMms() {
        for (String elements :
                List.of(
                        "<mmsBodyText>x</mmsBodyText>",
                        "<multimediaMessageSupported>false</multimediaMessageSupported>"
                                + "<mmsBodyText>x</mmsBodyText>",
                        "<multimediaMessageSupported>true</multimediaMessageSupported>"
                                + "<mmsBodyText>{\"templateID\":\"7\"}</mmsBodyText>")) {
            assertThat(read(Cmcc.message(elements)).downlink().fallback())
                    .isEqualTo(FallbackOffer.NONE);
        }
        assertThat(
                        read(Cmcc.message(
                                        "<multimediaMessageSupported>true</multimediaMessageSupported>"
                                                + "<shortMessageSupported>true</shortMessageSupported>"
                                                + "<smsBodyText>x</smsBodyText>"))
                                .downlink()
                                .fallback()
                                .sms())
                .isEqualTo(new FallbackOffer.Sms("x"));
    }

    @Test
    void anMmsThatCanNotBeReadIsRefused() {
        String flag = "<multimediaMessageSupported>true</multimediaMessageSupported>";
        refuses(
                Cmcc.message(flag + "<mmsBodyText>--next\nno end of headers</mmsBodyText>"),
                CmccCode.CONTENT,
                "mmsBodyText can not be read as multipart");
        refuses(
                Cmcc.message(flag + "<mmsBodyText>" + "A".repeat(64) + "</mmsBodyText>"),
                CmccCode.CONTENT,
                "mmsBodyText is base64, but of no multipart body");
        refuses(
                Cmcc.message(flag + "<mmsSubject>" + "s".repeat(41) + "</mmsSubject>"),
                CmccCode.FORMAT,
                "mmsSubject has 41 characters");
        refuses(
                Cmcc.message(
                        flag
                                + "<mmsBodyText>"
                                + "x ".repeat(CmccMms.OCTETS_MAX / 2)
                                + "x</mmsBodyText>"),
                CmccCode.FORMAT,
                "mmsBodyText has " + (CmccMms.OCTETS_MAX + 1) + " octets");
    }

    private static Downlink wild(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        CmccReaderTest.class.getResourceAsStream("/cmcc/wild/" + name))) {
            return new CmccReader(SCHEDULE)
                    .message(in.readAllBytes(), CmccPath.Kind.ANY, Cmcc.caller(false), "", "a date")
                    .downlink();
        }
    }

    // ---- what deployed clients send

    @Test
    void aPrefixOfNoNamespaceAndNamesInOtherCasesAreRead() throws IOException {
        Downlink message = wild("no-namespace.xml");
        assertThat(message.content().contentType()).isEqualTo("text/plain;charset=UTF-8");
        assertThat(new String(message.content().octets(), UTF_8)).isEqualTo("　一杯 <热> & 甜的");
        assertThat(message.recipients()).hasToString("[+8613900000001]");
        assertThat(message.conversation())
                .isEqualTo(new Downlink.Conversation("conv", "contr", ""));
        assertThat(message.reports().bits()).isEqualTo(Dispositions.POSITIVE_DELIVERY);
        assertThat(message.fallback()).isEqualTo(new FallbackOffer.Sms("一杯热的"));
    }

    @Test
    void theFlatShapeIsReadAndItsOtherWaysAreNotActedOn() throws IOException {
        Downlink message = wild("flat.xml");
        assertThat(message.id().value()).isEqualTo("flat-1");
        assertThat(message.recipients()).hasToString("[+8613900000001, +8613900000002]");
        assertThat(message.content().octets()).isEqualTo("flat".getBytes(UTF_8));
        assertThat(message.reports().bits())
                .isEqualTo(Dispositions.PROCESSING | Dispositions.INTERWORKING);
        assertThat(message.fallback().sms()).isEqualTo(FallbackOffer.NONE);
        assertThat(message.fallback().mms().orElseThrow().subject()).isEqualTo("S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart-lf.xml", "multipart-crlf-no-boundary.xml"})
    void multipartBodiesKeepTheirPartsAndGetCrlf(String name) throws IOException {
        Downlink.Content content = wild(name).content();
        MediaType type = MediaType.parse(content.contentType());
        assertThat(type.name()).isEqualTo("multipart/mixed");
        assertThat(
                        Multipart.leaves(
                                        type,
                                        ByteSlice.of(content.octets()),
                                        MultipartLimits.DEFAULT)
                                .toOptional()
                                .orElseThrow())
                .extracting(MimePart::content)
                .containsExactly(ByteSlice.of(CARD), ByteSlice.of(CHIPS));
        assertThat(new String(content.octets(), UTF_8).replace("\r\n", "")).doesNotContain("\n");
    }

    @Test
    void whatIsNotKnownIsPassedOverWithAllThatIsInIt() throws IOException {
        Downlink message = wild("bom-unknown-escaped.xml");
        assertThat(message.id().value()).isNotEqualTo("decoy");
        assertThat(message.content().contentType())
                .isEqualTo("application/vnd.gsma.botmessage.v1.0+json");
        assertThat(message.content().octets()).isEqualTo(CARD.getBytes(UTF_8));
    }

    @Test
    void fileXmlStaysAsItIs() throws IOException {
        Downlink.Content content = wild("file-without-xml-in-type.xml").content();
        assertThat(content.contentType()).isEqualTo("application/vnd.gsma.rcs-ft-http+xml");
        assertThat(new String(content.octets(), UTF_8))
                .startsWith("<?xml")
                .endsWith("</file>")
                .contains("https://files.example/t?a=1&amp;b=2");
    }

    // ---- rules

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "destinationAddress|NO_RECIPIENT|address",
                "senderAddress|SENDER|senderAddress",
                "contentType|FORMAT|contentType",
                "bodyText|CONTENT|bodyText",
            })
    void whatIsMissingIsNamed(String element, CmccCode code, String words) {
        refuses(Cmcc.message("").replace(element, "x" + element), code, words);
        refuses(
                Cmcc.message("")
                        .replaceAll(
                                "<" + element + ">.*</" + element + ">",
                                "<" + element + "> </" + element + ">"),
                code,
                words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<messageId>a b</messageId>|MESSAGE_ID|messageId",
                "<messageId>包</messageId>|MESSAGE_ID|messageId",
                "<messageId>a</messageId><messageId>b</messageId>|FORMAT|messageId is there 2 times",
                "<storeSupported>maybe</storeSupported>|FORMAT|storeSupported",
                "<shortMessageSupported>yes</shortMessageSupported>|FORMAT|shortMessageSupported",
                "<reportRequest>Seen</reportRequest>|FORMAT|Seen",
                "<temporaryStoredTime>259201</temporaryStoredTime>|FORMAT|259200",
                "<temporaryStoredTime>soon</temporaryStoredTime>|FORMAT|temporaryStoredTime",
                "<contentEncoding>gzip</contentEncoding>|ENCODING|contentEncoding",
                "<smsBodyText><b>x</b></smsBodyText>|FORMAT|smsBodyText has elements in it",
                "<destinationAddress>13900000001</destinationAddress>|RECIPIENT|13900000001",
                "<destinationAddress>tel:+86139abc</destinationAddress>|RECIPIENT|139abc",
                "<destinationAddress>+8613900000001</destinationAddress>|FORMAT|twice",
            })
    void whatIsWrongIsNamed(String element, CmccCode code, String words) {
        refuses(Cmcc.message(element), code, words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "image/png|x|NOT_SUPPORTED|image/png",
                "static-template|{\"templateID\":\"7\"}|NOT_SUPPORTED|templates",
                "application/vnd.gsma.botmessage.v1.0+json|{}|CONTENT|message",
                "application/vnd.gsma.botmessage.v1.0+json|{|CONTENT|JSON",
                "application/vnd.gsma.botsuggestion.v1.0+json|[]|CONTENT|suggestions",
                "application/vnd.gsma.rcs-ft-http+xml|<file/>|CONTENT|File XML",
                "application/vnd.gsma.rcs-ft-http+xml|<file><file-info type=\"file\"><data url=\"https://h/f\"/></file-info></file>|CONTENT|file-size",
                "application/vnd.gsma.rcs-ft-http+xml|<file><file-info type=\"file\"><file-size>1</file-size><data url=\"file:///f\"/></file-info></file>|FILE_URL|url",
                "application/vnd.gsma.rcs-ft-http+xml|<!DOCTYPE file SYSTEM \"http://127.0.0.1:1/x\"><file/>|CONTENT|document type",
                "multipart/mixed|no line with a boundary|CONTENT|boundary",
                "multipart/mixed; boundary=next|--other|CONTENT|boundary",
            })
    void contentsAreChecked(String contentType, String body, CmccCode code, String words) {
        refuses(Cmcc.content(contentType, body), code, words);
    }

    @Test
    void partsAreCheckedLikeContentsOfTheirOwn() {
        refuses(Cmcc.multipart(1, "image/png", "x"), CmccCode.NOT_SUPPORTED, "image/png");
        refuses(
                Cmcc.multipart(1, "multipart/mixed; boundary=i", "--i\n\nx\n--i--"),
                CmccCode.NOT_SUPPORTED,
                "multipart/mixed");
        assertThat(read(Cmcc.multipart(CmccBody.PARTS_MAX, "text/plain", "x")).downlink())
                .isNotNull();
        refuses(
                Cmcc.multipart(CmccBody.PARTS_MAX + 1, "text/plain", "x"),
                CmccCode.CONTENT,
                "more than 8");
    }

    @Test
    void base64IsUndone() {
        String body = Cmcc.content("text/plain", "aGk=");
        String encoded =
                body.replace("<bodyText>", "<contentEncoding>base64</contentEncoding><bodyText>");
        assertThat(read(encoded).downlink().content().octets()).isEqualTo("hi".getBytes(UTF_8));
        refuses(encoded.replace("aGk=", "a"), CmccCode.ENCODING, "base64");
    }

    @Test
    void fallbackIsWhatTheSenderSays() {
        String on = "<shortMessageSupported>true</shortMessageSupported>";
        assertThat(read(Cmcc.message(on + "<smsBodyText>S</smsBodyText>")).downlink().fallback())
                .isEqualTo(new FallbackOffer.Sms("S"));
        assertThat(read(Cmcc.message(on)).downlink().mayWait()).isTrue();
        assertThat(
                        read(Cmcc.message("<storeSupported>false</storeSupported>"))
                                .downlink()
                                .mayWait())
                .isFalse();
        assertThat(read(Cmcc.message(on)).downlink().fallback()).isEqualTo(FallbackOffer.RENDERED);
        assertThat(read(Cmcc.message("<smsBodyText>S</smsBodyText>")).downlink().fallback())
                .isEqualTo(FallbackOffer.NONE);
    }

    @Test
    void groupsAreNoAnswersAndInteractionsAre() {
        String reply = "<inReplyToContributionID>k0</inReplyToContributionID>";
        refuses(
                () -> read(Cmcc.message(reply), CmccPath.Kind.GROUP, false),
                CmccCode.A_REPLY,
                "inReplyToContributionID");
        refuses(
                () -> read(Cmcc.message(""), CmccPath.Kind.INTERACTION, false),
                CmccCode.NO_REPLY,
                "inReplyToContributionID");
        assertThat(
                        read(Cmcc.message(reply), CmccPath.Kind.INTERACTION, false)
                                .downlink()
                                .conversation()
                                .inReplyTo())
                .isEqualTo("k0");
        assertThat(read(Cmcc.message(""), CmccPath.Kind.GROUP, false)).isNotNull();
        assertThat(read(Cmcc.message(reply))).isNotNull();
    }

    @Test
    void limitsAreThoseOfTheDialect() {
        assertThat(read(Cmcc.to(100)).downlink().recipients()).hasSize(100);
        refuses(Cmcc.to(101), CmccCode.RECIPIENTS, "101");
        assertThat(read(Cmcc.to(1), CmccPath.Kind.SINGLE, false)).isNotNull();
        refuses(() -> read(Cmcc.to(2), CmccPath.Kind.SINGLE, false), CmccCode.RECIPIENTS, "one");

        String most = "字".repeat(Contents.TEXT_MAX);
        assertThat(read(Cmcc.content("text/plain", most)).downlink().content().octets())
                .hasSize(3 * Contents.TEXT_MAX);
        refuses(Cmcc.content("text/plain", most + "字"), CmccCode.CONTENT, "2001");

        assertThat(read(Cmcc.message("<smsBodyText>" + "s".repeat(1000) + "</smsBodyText>")))
                .isNotNull();
        refuses(
                Cmcc.message("<smsBodyText>" + "s".repeat(1001) + "</smsBodyText>"),
                CmccCode.FORMAT,
                "1001");

        String longest = "m".repeat(255);
        assertThat(
                        read(Cmcc.message("<messageId>" + longest + "</messageId>"))
                                .downlink()
                                .id()
                                .value())
                .isEqualTo(longest);
        refuses(
                Cmcc.message("<messageId>" + longest + "m</messageId>"),
                CmccCode.MESSAGE_ID,
                "255");
    }

    // ---- what the request is known by

    @Test
    void aRequestThatComesAgainIsTheSameMessage() {
        String first = id(Cmcc.message("<clientCorrelator>1</clientCorrelator>"), "now");
        assertThat(id(Cmcc.message("<clientCorrelator>1</clientCorrelator>"), "later"))
                .isEqualTo(first);
        assertThat(id(Cmcc.message("<clientCorrelator>2</clientCorrelator>"), "now"))
                .isNotEqualTo(first);
        assertThat(id(Cmcc.message(""), "now"))
                .isEqualTo(id(Cmcc.message(""), "now"))
                .isNotEqualTo(id(Cmcc.message(""), "later"));
        assertThat(id(Cmcc.message("<messageId>m</messageId>"), "now")).isEqualTo("m");
    }

    private String id(String body, String date) {
        return reader.message(body.getBytes(UTF_8), CmccPath.Kind.ANY, Cmcc.caller(false), "", date)
                .downlink()
                .id()
                .value();
    }

    @Test
    void anotherChatbotMayNotBeTheSender() {
        refuses(
                Cmcc.message("").replace("sip:106500@", "sip:106501@"),
                CmccCode.SENDER,
                "senderAddress");
    }

    // ---- strict

    @Test
    void theStrictProfileWantsWhatMustBeThereAndNothingElse() {
        String strict =
                Cmcc.message(
                        "<conversationID>c</conversationID><contributionID>k</contributionID>"
                                + "<serviceCapability><capabilityId>ChatbotSA</capabilityId>"
                                + "<version>1</version></serviceCapability>"
                                + "<storeSupported>true</storeSupported>"
                                + "<shortMessageSupported>false</shortMessageSupported>");
        assertThat(strictly(strict)).isNotNull();
        refuses(
                () -> strictly(strict.replace("<storeSupported>true</storeSupported>", "")),
                CmccCode.FORMAT,
                "storeSupported");
        refuses(
                () -> strictly(strict.replace("storeSupported>true", "storeSupported>TRUE")),
                CmccCode.FORMAT,
                "storeSupported");
        refuses(
                () -> strictly(strict.replace("conversationID", "conversationId")),
                CmccCode.FORMAT,
                "conversationId");
        refuses(
                () -> strictly(strict.replace("capabilityId", "version")),
                CmccCode.FORMAT,
                "serviceCapability");
        refuses(
                () ->
                        strictly(
                                strict.replace(
                                        "shortMessageSupported>false",
                                        "shortMessageSupported>true")),
                CmccCode.FORMAT,
                "smsBodyText");
        refuses(
                () ->
                        reader.message(
                                strict.getBytes(UTF_8),
                                CmccPath.Kind.ANY,
                                Cmcc.caller(true),
                                "00000",
                                ""),
                CmccCode.FORMAT,
                "Address");
    }

    private CmccMessage strictly(String body) {
        return read(body, CmccPath.Kind.ANY, true);
    }

    // ---- hostile documents

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>|&e;|document type",
                "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">|x|document type",
                "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>|&b;|document type",
                "|&e;|",
            })
    void nothingOutsideOfTheDocumentIsRead(String type, String text, String words) {
        String body =
                (type == null ? "" : type)
                        + Cmcc.message("<smsBodyText>" + text + "</smsBodyText>");
        refuses(body, CmccCode.BODY, words == null ? "" : words);
    }

    @Test
    void deepDocumentsAreRefused() {
        assertThat(read(Cmcc.message("<x>".repeat(6) + "</x>".repeat(6)))).isNotNull();
        refuses(Cmcc.message("<x>".repeat(7) + "</x>".repeat(7)), CmccCode.BODY, "nested deeper");
        refuses(Cmcc.message("<x>".repeat(50_000)), CmccCode.BODY, "nested deeper");
        String json = "{\"message\":" + "[".repeat(70) + "]".repeat(70) + "}";
        refuses(
                Cmcc.content("application/vnd.gsma.botmessage.v1.0+json", json),
                CmccCode.CONTENT,
                "JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<outboundMessageRequest>", "<other/>", "nonsense"})
    void whatIsNoRequestIsRefused(String body) {
        refuses(body, CmccCode.BODY, "");
    }

    // ---- taking back

    @Test
    void revocationsAreRead() {
        assertThat(CmccReader.revocation(Cmcc.revocation(1).getBytes(UTF_8), true))
                .hasToString("[+8613900000000]");
        assertThat(CmccReader.revocation(Cmcc.revocation(100).getBytes(UTF_8), false)).hasSize(100);
        refusesRevocation(Cmcc.revocation(101), CmccCode.RECIPIENTS, "101");
        refusesRevocation(Cmcc.revocation(0), CmccCode.NO_RECIPIENT, "address");
        refusesRevocation(
                Cmcc.revocation(1).replace("RevokeRequested", "Displayed"),
                CmccCode.FORMAT,
                "status");
        refusesRevocation(Cmcc.message(""), CmccCode.BODY, "messageStatusReport");
    }

    private static void refusesRevocation(String body, CmccCode code, String words) {
        refuses(() -> CmccReader.revocation(body.getBytes(UTF_8), false), code, words);
    }
}
