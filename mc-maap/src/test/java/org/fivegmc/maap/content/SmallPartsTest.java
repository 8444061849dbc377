package org.fivegmc.maap.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.fivegmc.maap.content.SignedLinks.Purpose;
import org.fivegmc.maap.content.SignedLinks.Verdict;
import org.fivegmc.maap.content.store.FileId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names, types, ranges, links: what needs no socket.
class SmallPartsTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @TempDir private Path directory;
    private Instant now = Instant.parse("2026-11-27T00:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "car.jpg | car.jpg",
                "../../etc/passwd | passwd",
                "C:\\Users\\a\\car.jpg | car.jpg",
                "'' | file",
                "... | file",
                ".htaccess | htaccess",
                "a<b>:\"c | a_b___c",
                "Käse 图.txt | Käse 图.txt",
                "a. . | a"
            })
    void namesAreCleaned(String given, String clean) {
        assertThat(FileNames.clean(given)).isEqualTo(clean);
    }

    @Test
    void whatNobodySeesIsNoPartOfAName() {
        assertThat(FileNames.clean("a\0b\r\nc")).isEqualTo("abc");
        assertThat(FileNames.clean("photo\u202egpj.exe")).isEqualTo("photogpj.exe");
        assertThat(MagicNumbers.typeOf(octets("MZ\0\0"), 4)).isEqualTo("application/x-msdownload");
    }

    @Test
    void longNamesKeepTheirExtension() {
        assertThat(FileNames.clean("x".repeat(500) + ".jpeg"))
                .hasSize(FileNames.MAX_LENGTH)
                .endsWith("x.jpeg");
        assertThat(FileNames.clean("x".repeat(119) + "\ud83d\ude00")).isEqualTo("x".repeat(119));
    }

    @Test
    void namesTravelInHeaders() {
        assertThat(FileNames.disposition(true, "Kä 1%.txt"))
                .isEqualTo(
                        "attachment; filename=\"K_ 1_.txt\"; filename*=UTF-8''K%C3%A4%201%25.txt");
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String judge(String declared, String head) throws RefusedException {
        byte[] octets = octets(head);
        return new TypePolicy(List.of("application/x-sh", "Video/*"))
                .judge(declared, octets, octets.length);
    }

    @Test
    void typesAreWhatSenderAndOctetsAgreeOn() throws RefusedException {
        String jpeg = "\u00ff\u00d8\u00ff\u00e0";
        assertThat(judge("image/jpeg", jpeg)).isEqualTo("image/jpeg");
        assertThat(judge("image/png", jpeg)).isEqualTo("image/png");
        assertThat(judge("", jpeg)).isEqualTo("image/jpeg");
        assertThat(judge("application/octet-stream", "?")).isEqualTo(TypePolicy.UNKNOWN);
        assertThat(judge("not a type\r\nX: y", "?")).isEqualTo(TypePolicy.UNKNOWN);
        assertThat(judge("Text/X-VCard; charset=utf-8", "BEGIN:VCARD")).isEqualTo("text/x-vcard");
        assertThat(judge("audio/amr", "#!AMR\n")).isEqualTo("audio/amr");
        assertThat(judge("text/plain", "  <!DOCTYPE HTML>")).isEqualTo("text/html");
        assertThat(judge("text/plain", "<?xml version='1.0'?><svg>")).isEqualTo("image/svg+xml");
    }

    @Test
    void someTypesAreRefused() {
        assertThatThrownBy(() -> judge("image/jpeg", "#!/bin/sh"))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> judge("Application/X-SH", "?"))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> judge("video/mp4", "?")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> judge("image/jpeg", "<html>"))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> judge("image/jpeg", "%PDF-1.7"))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "MZ is a text, ''",
        "\u007fELF, application/x-elf",
        "RIFF1234WEBP, image/webp",
        "1234ftypisom, video/mp4",
        "1234ftypheic, image/heic",
        "'', ''"
    })
    void firstOctetsTell(String head, String type) {
        assertThat(MagicNumbers.typeOf(octets(head), head.length())).isEqualTo(type);
    }

    @Test
    @Tag("RFC9110-14.1.2")
    void rangesAreWithinTheFile() {
        var whole = new ByteRange.Whole();
        assertThat(ByteRange.of("", 10)).isEqualTo(whole);
        assertThat(ByteRange.of("bytes=0-", 10)).isEqualTo(new ByteRange.Part(0, 9));
        assertThat(ByteRange.of("bytes=9-", 10)).isEqualTo(new ByteRange.Part(9, 9));
        assertThat(ByteRange.of("bytes=2-4", 10)).isEqualTo(new ByteRange.Part(2, 4));
        assertThat(ByteRange.of("bytes=2-400", 10)).isEqualTo(new ByteRange.Part(2, 9));
        assertThat(ByteRange.of("bytes=-3", 10)).isEqualTo(new ByteRange.Part(7, 9));
        assertThat(ByteRange.of("bytes=-30", 10)).isEqualTo(new ByteRange.Part(0, 9));
        assertThat(ByteRange.of("bytes=10-", 10)).isEqualTo(new ByteRange.Outside());
        assertThat(ByteRange.of("bytes=-0", 10)).isEqualTo(new ByteRange.Outside());
        assertThat(ByteRange.of("bytes=4-2", 10)).isEqualTo(whole);
        assertThat(ByteRange.of("bytes=0-1,3-4", 10)).isEqualTo(whole);
        assertThat(ByteRange.of("bytes=-", 10)).isEqualTo(whole);
        assertThat(ByteRange.of("lines=1-2", 10)).isEqualTo(whole);
    }

    @Test
    @Tag("RFC9110-14.4")
    void contentRangesAreReadWithAndWithoutTheirUnit() {
        assertThat(ContentRange.of("bytes 5-9/10")).contains(new ContentRange(5, 9, 10));
        assertThat(ContentRange.of("5-9/10")).contains(new ContentRange(5, 9, 10));
        for (String wrong : List.of("", "bytes 5-10/10", "bytes 6-5/10", "bytes 0-1/*", "x")) {
            assertThat(ContentRange.of(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void linksAreGoodForOnePurposeOneFileAndATime() throws IOException {
        SigningKey key = SigningKey.load(directory.resolve("key"));
        var links = new SignedLinks(key, () -> now, "https://c.example");
        FileId id = links.fileOf("+861", "t");
        String url = links.download(id, now.plusSeconds(60));
        String token = url.substring(url.lastIndexOf('/') + 1);
        assertThat(token).hasSize(SignedLinks.TOKEN_LENGTH);
        assertThat(links.link(id, now)).hasSize("https://c.example/f/".length() + 35);
        assertThat(links.judge(Purpose.DOWNLOAD, id, token)).isEqualTo(Verdict.VALID);
        assertThat(links.judge(Purpose.UPLOAD, id, token)).isEqualTo(Verdict.FORGED);
        assertThat(links.judge(Purpose.DOWNLOAD, links.thumbnailOf("+861", "t"), token))
                .isEqualTo(Verdict.FORGED);
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String forged = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(links.judge(Purpose.DOWNLOAD, id, forged)).isEqualTo(Verdict.FORGED);
        }
        now = now.plusSeconds(61);
        assertThat(links.judge(Purpose.DOWNLOAD, id, token)).isEqualTo(Verdict.EXPIRED);
        now = now.minusSeconds(61);
        var others = new SignedLinks(SigningKey.load(directory.resolve("k2")), () -> now, "");
        assertThat(others.judge(Purpose.DOWNLOAD, id, token)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void anAddressForDownloadHasALinkOfTheSameTime() throws IOException {
        SigningKey key = SigningKey.load(directory.resolve("key"));
        var links = new SignedLinks(key, () -> now, "https://c.example/x");
        FileId id = links.fileOf("+861", "t");
        Instant end = now.plusSeconds(60);
        String url = links.download(id, end);
        String link = links.link(id, end);
        assertThat(links.linkFor(url)).contains(link);
        now = now.plusSeconds(61);
        assertThat(links.linkFor(url)).as("the same text, though expired").contains(link);
        for (String foreign :
                List.of(
                        "",
                        url + "x",
                        url.substring(1),
                        url.replace("/x/d/", "/x/u/"),
                        url.replace("https://c.example", "https://d.example"),
                        links.upload(id, end),
                        link,
                        url.substring(0, url.length() - 2) + (url.endsWith("AA") ? "BB" : "AA"))) {
            assertThat(links.linkFor(foreign)).as(foreign).isEmpty();
        }
        var others =
                new SignedLinks(
                        SigningKey.load(directory.resolve("k2")), () -> now, "https://c.example/x");
        assertThat(others.linkFor(url)).isEmpty();
    }

    @Test
    void theKeyIsMadeOnceAndForTheServerAlone() throws IOException {
        Path file = directory.resolve("a").resolve("signing.key");
        byte[] first = SigningKey.load(file).sign("x");
        assertThat(SigningKey.load(file).sign("x")).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (String wrong : List.of("short", "", HEX + "\nshort\n")) {
            Files.writeString(file, wrong);
            assertThatThrownBy(() -> SigningKey.load(file)).hasMessageContaining("64 hex digits");
        }
    }

    /// A new key is put in front of the others, and the last goes when what it has signed is over.
    @Test
    void aKeyIsReplacedWithoutEndingWhatItHasSigned() throws IOException {
        Path file = directory.resolve("signing.key");
        SigningKey old = SigningKey.load(file);
        String before = Files.readString(file);
        var links = new SignedLinks(old, () -> now, "https://c.example");
        FileId id = links.fileOf("+861", "t");
        String url = links.download(id, now.plusSeconds(60));
        String token = url.substring(url.lastIndexOf('/') + 1);

        Files.writeString(file, HEX + "\n" + before);
        SigningKey both = SigningKey.load(file);
        var later = new SignedLinks(both, () -> now, "https://c.example");
        assertThat(later.judge(Purpose.DOWNLOAD, id, token)).isEqualTo(Verdict.VALID);
        assertThat(later.locate(url)).isPresent();
        String newer = later.download(id, now.plusSeconds(60));
        assertThat(newer).isNotEqualTo(url);
        assertThat(both.sign("x")).isNotEqualTo(old.sign("x"));

        Files.writeString(file, HEX);
        var last = new SignedLinks(SigningKey.load(file), () -> now, "https://c.example");
        assertThat(last.judge(Purpose.DOWNLOAD, id, token)).isEqualTo(Verdict.FORGED);
        assertThat(last.locate(newer)).isPresent();
    }

    @Test
    void thereAreNotMoreKeysThanEight() throws IOException {
        Path file = directory.resolve("signing.key");
        Files.writeString(file, (HEX + "\n").repeat(SigningKey.MOST_KEYS));
        assertThat(SigningKey.load(file).sign("x")).isNotEmpty();
        Files.writeString(file, (HEX + "\n").repeat(SigningKey.MOST_KEYS + 1));
        assertThatThrownBy(() -> SigningKey.load(file)).hasMessageContaining("more than 8 keys");
    }

    @Test
    void idsAreReadBack() {
        FileId id = FileId.of(new byte[] {-1, -1, -1, -1, -1, 0, 0, 0, 0, 0});
        assertThat(id.text()).isEqualTo("77777777aaaaaaaa");
        assertThat(FileId.parse(id.text())).isEqualTo(Optional.of(id));
        assertThat(FileId.parse("../../../../aaaa")).isEmpty();
        assertThat(FileId.parse("AAAAAAAAAAAAAAAA")).isEmpty();
    }
}
