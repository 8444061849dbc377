package org.fivegmc.fallback.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import java.util.Optional;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.fallback.spi.FileLinks;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.cpim.CpimWriter;
import org.fivegmc.wire.file.FileEntry;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.file.FileXmlForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Octet for octet what people without RCS read.
class RichContentTest {

    private static final Instant UNTIL = Instant.parse("2026-12-01T00:00:00Z");
    private static final String URL = "https://ft.example/d/1";
    private static final FileLinks LINKS =
            url -> url.equals(URL) ? Optional.of("https://ft.example/f/1") : Optional.empty();

    private static final FileEntry CAR =
            FileEntry.file(171_008, "car.jpg", "image/jpeg", URL, UNTIL);
    private static final FileEntry VOICE =
            FileEntry.file(9_000, "v.amr", "audio/amr", URL, UNTIL)
                    .withDisposition(FileEntry.RENDER)
                    .withPlayingSeconds(72);

    private String mapLink = "";

    private Optional<String> rendered(FallbackLanguage language, String type, byte[] content) {
        byte[] cpim =
                new CpimWriter()
                        .from("tel:+8613800000001")
                        .to("tel:+8613800000002")
                        .imdn("m1")
                        .contentType(type)
                        .content(ByteSlice.of(content));
        var message =
                new Message(
                        new MessageId(1, 1),
                        Msisdn.of("+8613800000001"),
                        Msisdn.of("+8613800000002"),
                        new ImdnMessageId("m1"),
                        Purpose.CONTENT,
                        Dispositions.NONE,
                        FallbackOffer.RENDERED,
                        Payload.of("message/cpim", cpim),
                        1,
                        2,
                        Handling.USUAL);
        return new SmsRenderer(new RichContent(language, mapLink, LINKS)).render(message);
    }

    private Optional<String> file(FallbackLanguage language, FileEntry file) {
        FileEntry thumbnail = FileEntry.thumbnail(9_216, "image/jpeg", URL + "t", UNTIL);
        return rendered(
                language,
                "application/vnd.gsma.rcs-ft-http+xml",
                FileXmlCodec.write(
                        new FileInfo(file, Optional.of(thumbnail)), FileXmlForm.CURRENT));
    }

    private Optional<String> place(FallbackLanguage language, String label) {
        return rendered(
                language,
                "application/vnd.gsma.rcspushlocation+xml",
                ("<rcsenvelope><rcspushlocation label=\""
                                + label
                                + "\"><gml:pos>39.9087 116.3975</gml:pos></rcspushlocation>"
                                + "</rcsenvelope>")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsOfChatbotsIsSaidByWhoKnowsIt() {
        var rich =
                new RichContent(
                        FallbackLanguage.EN,
                        "",
                        LINKS,
                        (type, content, pieces) ->
                                Optional.of(
                                        type.name()
                                                + "|"
                                                + pieces.link(URL)
                                                + "|"
                                                + pieces.link("javascript:x")
                                                + "|"
                                                + pieces.text(
                                                                MediaType.parse("text/plain"),
                                                                content)
                                                        .orElse("")));
        for (String type :
                List.of(
                        RcsMediaTypes.BOT_MESSAGE,
                        RcsMediaTypes.BOT_SUGGESTION,
                        RcsMediaTypes.MULTIPART_MIXED)) {
            assertThat(rich.text(MediaType.parse(type + "; boundary=b"), ByteSlice.of("{}")))
                    .contains(type + "|https://ft.example/f/1||{}");
        }
        assertThat(rich.text(MediaType.parse("application/x"), ByteSlice.of("{}"))).isEmpty();
    }

    @Test
    void aFileIsItsNameItsSizeAndALink() {
        assertThat(file(FallbackLanguage.EN, CAR))
                .contains("car.jpg (167 KB) https://ft.example/f/1");
        assertThat(file(FallbackLanguage.ZH, CAR))
                .contains("car.jpg (167 KB) https://ft.example/f/1");
        var nameless = FileEntry.file(FileEntry.UNKNOWN, "", "image/jpeg", URL, UNTIL);
        assertThat(file(FallbackLanguage.EN, nameless)).contains("File https://ft.example/f/1");
        assertThat(file(FallbackLanguage.ZH, nameless)).contains("文件 https://ft.example/f/1");
    }

    @Test
    void anAudioMessageIsItsLength() {
        assertThat(file(FallbackLanguage.EN, VOICE))
                .contains("Audio message (1:12) https://ft.example/f/1");
        assertThat(file(FallbackLanguage.ZH, VOICE)).contains("语音消息 (1:12) https://ft.example/f/1");
        assertThat(file(FallbackLanguage.EN, VOICE.withPlayingSeconds(FileEntry.UNKNOWN)))
                .contains("Audio message https://ft.example/f/1");
        assertThat(file(FallbackLanguage.EN, VOICE.withDisposition("attach")))
                .contains("v.amr (9 KB) https://ft.example/f/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/vcard", "text/x-vcard", "Text/vCard; charset=utf-8"})
    void aContactCardIsSaidToBeOne(String type) {
        FileEntry card = FileEntry.file(300, "li.vcf", type, URL, UNTIL);
        assertThat(file(FallbackLanguage.EN, card)).contains("Contact card https://ft.example/f/1");
        assertThat(file(FallbackLanguage.ZH, card)).contains("名片 https://ft.example/f/1");
    }

    @Test
    void whatAnotherServerKeepsStaysWhereItIs() {
        FileEntry foreign =
                FileEntry.file(5, "a.txt", "text/plain", "https://ft.other.example/x?y=1", UNTIL);
        assertThat(file(FallbackLanguage.EN, foreign))
                .contains("a.txt (5 B) https://ft.other.example/x?y=1");
        assertThat(file(FallbackLanguage.EN, foreign.withBrandedUrl("https://other.example/short")))
                .contains("a.txt (5 B) https://other.example/short");
        assertThat(file(FallbackLanguage.EN, CAR.withBrandedUrl("https://evil.example/")))
                .as("of ours, our own link")
                .contains("car.jpg (167 KB) https://ft.example/f/1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "https://a b", "ftp://x/y", "https://ü.example/"})
    void whatNoBrowserFollowsIsNoSms(String url) {
        assertThat(file(FallbackLanguage.EN, FileEntry.file(1, "a", "text/plain", url, UNTIL)))
                .isEmpty();
    }

    @Test
    void namesAreShortAndHideNothing() {
        assertThat(
                        file(
                                FallbackLanguage.EN,
                                FileEntry.file(
                                        1, "a\u202e\tgpj" + "x".repeat(100), "x/y", URL, UNTIL)))
                .contains("agpj" + "x".repeat(76) + " (1 B) https://ft.example/f/1");
    }

    @Test
    void aPlaceIsItsNameAndWhereItIs() {
        assertThat(place(FallbackLanguage.EN, "meeting point"))
                .contains("Location: meeting point geo:39.9087,116.3975");
        assertThat(place(FallbackLanguage.ZH, "")).contains("位置: geo:39.9087,116.3975");
        mapLink = "https://map.example/#{lat}/{lon}";
        assertThat(place(FallbackLanguage.EN, "meeting point"))
                .contains(
                        "Location: meeting point (39.9087, 116.3975)"
                                + " https://map.example/#39.9087/116.3975");
        assertThat(place(FallbackLanguage.ZH, ""))
                .contains("位置: (39.9087, 116.3975) https://map.example/#39.9087/116.3975");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1 KB",
        "1536, 2 KB",
        "1048063, 1023 KB",
        "1048064, 1.0 MB",
        "1572864, 1.5 MB",
        "104857600, 100.0 MB",
        "1073741824, 1.0 GB",
        "16106127360, 15.0 GB",
        "-1, ''"
    })
    void sizesAreRounded(long octets, String text) {
        assertThat(RichContent.size(octets)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/vnd.gsma.rcs-ft-http+xml | <file/>",
                "application/vnd.gsma.rcspushlocation+xml | <rcsenvelope/>",
                "image/png | x",
                "text/plain | ''"
            })
    void whatCannotBeSaidIsNoSms(String type, String content) {
        assertThat(rendered(FallbackLanguage.EN, type, content.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void textIsItself() {
        assertThat(
                        rendered(
                                FallbackLanguage.EN,
                                "text/plain;charset=UTF-8",
                                "你好".getBytes(StandardCharsets.UTF_8)))
                .contains("你好");
    }
}
