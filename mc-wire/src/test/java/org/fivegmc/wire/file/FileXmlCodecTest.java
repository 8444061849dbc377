package org.fivegmc.wire.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RCC07-3.2.5")
class FileXmlCodecTest {
    private static final Instant UNTIL = Instant.parse("2026-11-29T12:38:00Z");

    private static final FileEntry THUMBNAIL =
            FileEntry.thumbnail(9216, "image/jpeg", "https://c.example/d/t?a=1&b=2", UNTIL);
    private static final FileEntry FILE =
            FileEntry.file(
                    171_008,
                    "Käse & <Wurst> \"1\".jpg",
                    "image/jpeg",
                    "https://c.example/d/f",
                    UNTIL);

    private static Parse<FileInfo> read(String document) {
        return FileXmlCodec.read(ByteSlice.of(document));
    }

    private static FileInfo parsed(String document) {
        return read(document).toOptional().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(FileXmlForm.class)
    void readsWhatItWrites(FileXmlForm form) {
        for (FileInfo info :
                new FileInfo[] {
                    new FileInfo(FILE, Optional.empty()), new FileInfo(FILE, Optional.of(THUMBNAIL))
                }) {
            assertThat(FileXmlCodec.read(ByteSlice.of(FileXmlCodec.write(info, form))))
                    .isEqualTo(new Parse.Parsed<>(info));
        }
    }

    /// What is read can be written again and is the same.
    @Test
    void fractionsOfSecondsAreDropped() {
        FileInfo info =
                parsed(
                        """
                        <file><file-info type="file"><data url="https://c.example/f"
                        until="2026-11-29T12:38:00.444Z"/></file-info></file>\
                        """);
        assertThat(info.file().until()).contains(UNTIL);
    }

    @Test
    void writesExtensionsInTheCurrentFormOnly() {
        var audio =
                FILE.withDisposition(FileEntry.RENDER)
                        .withPlayingSeconds(12)
                        .withBrandedUrl("https://m.example/f/1");
        var info = new FileInfo(audio, Optional.empty());
        String current =
                new String(FileXmlCodec.write(info, FileXmlForm.CURRENT), StandardCharsets.UTF_8);
        String plain =
                new String(FileXmlCodec.write(info, FileXmlForm.PLAIN), StandardCharsets.UTF_8);
        assertThat(current)
                .contains(
                        "xmlns=\"urn:gsma:params:xml:ns:rcs:rcs:fthttp\"",
                        "file-disposition=\"render\"",
                        "<am:playing-length>12</am:playing-length>",
                        "<e:branded-url>https://m.example/f/1</e:branded-url>",
                        "until=\"2026-11-29T12:38:00Z\"");
        assertThat(plain).doesNotContain("xmlns", "am:", "e:", "render");
        assertThat(parsed(current).file()).isEqualTo(audio);
        assertThat(parsed(plain).file()).isEqualTo(FILE);
    }

    @Test
    void writesTheThumbnailFirst() {
        String text =
                new String(
                        FileXmlCodec.write(
                                new FileInfo(FILE, Optional.of(THUMBNAIL)), FileXmlForm.CURRENT),
                        StandardCharsets.UTF_8);
        assertThat(text.indexOf("type=\"thumbnail\""))
                .isPositive()
                .isLessThan(text.indexOf("type=\"file\""));
    }

    @Test
    void readsOtherPrefixesOrdersAndAttributes() {
        FileInfo info =
                parsed(
                        """
                        \ufeff<?xml version="1.0"?><x:file xmlns:x="urn:other">
                          <x:file-info type="file"><x:data until="2026-11-29T20:38:00+08:00"
                             e:branded-url="https://m.example/1" url="https://c.example/2"/>
                             <x:file-exist>1</x:file-exist>
                             <x:content-type> image/png </x:content-type><x:file-size>big</x:file-size>
                          </x:file-info>
                          <x:file-info type="thumbnail"><x:data url="https://c.example/3"/></x:file-info>
                        </x:file>\
                        """);
        assertThat(info.file().url()).isEqualTo("https://c.example/2");
        assertThat(info.file().brandedUrl()).isEqualTo("https://m.example/1");
        assertThat(info.file().until()).contains(UNTIL);
        assertThat(info.file().contentType()).isEqualTo("image/png");
        assertThat(info.file().size()).isEqualTo(FileEntry.UNKNOWN);
        assertThat(info.thumbnail().orElseThrow().until()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<file>",
                "<file/>",
                "<other><file-info type=\"file\"><data url=\"u\"/></file-info></other>",
                "<file><file-info type=\"file\"><data/></file-info></file>",
                "<file><file-info type=\"thumbnail\"><data url=\"u\"/></file-info></file>",
                "<!DOCTYPE file SYSTEM \"file:///etc/passwd\"><file><file-info><data url=\"u\"/></file-info></file>",
                "<!DOCTYPE f [<!ENTITY a \"b\">]><file><file-info><data url=\"&a;\"/></file-info></file>",
                "<file><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></file>"
            })
    void refusesWhatIsNoFile(String document) {
        assertThat(read(document)).isInstanceOf(Parse.Malformed.class);
    }

    @Test
    void refusesWhatIsTooLong() {
        String good = "<file><file-info><data url=\"u\"/></file-info></file>";
        String longest = good + " ".repeat(FileXmlCodec.MAX_OCTETS - good.length());
        assertThat(read(longest)).isInstanceOf(Parse.Parsed.class);
        assertThat(read(longest + " ")).isInstanceOf(Parse.Malformed.class);
        String entry = "<file-info><data url=\"u\"/></file-info>";
        assertThat(read("<file>" + entry.repeat(8) + "</file>")).isInstanceOf(Parse.Parsed.class);
        assertThat(read("<file>" + entry.repeat(9) + "</file>"))
                .isInstanceOf(Parse.Malformed.class);
    }

    @Test
    void writesAndReadsTheStateOfAnUpload() {
        var info = new ResumeInfo(0, 41, "https://c.example/u/1?a=b&c=d");
        byte[] written = FileXmlCodec.write(info);
        assertThat(new String(written, StandardCharsets.UTF_8))
                .contains("<file-range start=\"0\" end=\"41\"/>", "b&amp;c");
        assertThat(FileXmlCodec.readResume(ByteSlice.of(written)))
                .isEqualTo(new Parse.Parsed<>(info));
        assertThat(FileXmlCodec.readResume(ByteSlice.of("<file-resume-info/>")))
                .isInstanceOf(Parse.Malformed.class);
    }
}
