package org.fivegmc.wire.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Fixture;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MimeTest {
    private static <T> T value(Parse<T> parse) {
        return switch (parse) {
            case Parse.Parsed<T>(T value) -> value;
            case Parse.Malformed<T>(int offset, String rule) -> fail(rule + " at " + offset);
        };
    }

    private static ByteSlice octets(String text) {
        return ByteSlice.of(text);
    }

    @Tag("RFC2045-5.1")
    @Test
    void readsMediaTypes() {
        MediaType type = MediaType.parse(" Multipart/Mixed;charset=utf-8; Boundary=\"a;\\\"b\" ");
        assertThat(type.name()).isEqualTo("multipart/mixed");
        assertThat(type.boundary()).contains("a;\"b");
        assertThat(type.charset()).contains("utf-8");
        assertThat(MediaType.parse("text/plain;CHARSET=UTF-8").charset()).contains("UTF-8");
        assertThat(MediaType.parse("").name()).isEmpty();
    }

    @Test
    void readsTheChatbotCard() {
        var result = CpimMessage.parse(Fixture.of("cpim/valid/chatbot-card.cpim").octets());
        if (!(result instanceof CpimResult.Parsed(CpimMessage message))) {
            fail("no CPIM");
            return;
        }
        var type = MediaType.parse(message.contentType().text());
        var parts = value(Multipart.leaves(type, message.content(), MultipartLimits.DEFAULT));
        assertThat(parts).hasSize(2);
        assertThat(parts.getFirst().contentType().name())
                .isEqualTo("application/vnd.gsma.botmessage.v1.0+json");
        assertThat(parts.getLast().content().text()).endsWith("]}");
    }

    @Tag("RFC2046-5.1")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--b\nContent-Type: a/b\n\nx\n--b\n\ny\n--b--\n",
                "--b\r\nContent-Type: a/b\r\n\r\nx\r\n--b  \r\n\r\ny\r\n--b--",
                "preamble\r\n--b\r\nContent-Type: a/b\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--\r\nepilogue",
                "--b\nContent-Type: a/b\n\nx\n--b\n\ny"
            })
    void readsMultipartsHoweverSloppy(String body) {
        var parts = value(Multipart.parse(octets(body), "b", MultipartLimits.DEFAULT));
        assertThat(parts).extracting(part -> part.content().text()).containsExactly("x", "y");
        assertThat(parts)
                .extracting(part -> part.contentType().name())
                .containsExactly("a/b", "text/plain");
    }

    @Test
    void readsNestedMultipartsToTheirLimit() {
        String inner = "Content-Type: multipart/x;boundary=i\n\n--i\n\n1\n--i\n\n2\n--i--";
        String body = "--o\n" + inner + "\n--o\n\n3\n--o--";
        MediaType type = MediaType.parse("multipart/mixed;boundary=o");
        var leaves = value(Multipart.leaves(type, octets(body), MultipartLimits.DEFAULT));
        assertThat(leaves).extracting(p -> p.content().text()).containsExactly("1", "2", "3");

        var shallow = new MultipartLimits(9, 1, 999, 9);
        assertThat(Multipart.leaves(type, octets(body), shallow))
                .isEqualTo(new Parse.Malformed<>(0, "multiparts nested deeper than 1"));
        var few = new MultipartLimits(2, 4, 999, 9);
        assertThat(Multipart.leaves(type, octets(body), few))
                .isEqualTo(new Parse.Malformed<>(0, "more than 2 parts"));
    }

    @Test
    void refusesBodiesWithoutTheirBoundary() {
        assertThat(Multipart.parse(octets("--c\n\nx\n--c--"), "b", MultipartLimits.DEFAULT))
                .isInstanceOf(Parse.Malformed.class);
        assertThat(
                        Multipart.leaves(
                                MediaType.parse("text/plain"),
                                octets("x"),
                                MultipartLimits.DEFAULT))
                .isInstanceOf(Parse.Malformed.class);
    }

    @Test
    void whatIsWrittenIsRead() {
        var part = strings().allPossible().ofLengthBetween(0, 50);
        var tricky = part.map(s -> s.length() % 3 == 0 ? "\r\n--part-0\r\n" + s : s);
        qt().forAll(lists().of(tricky).ofSizeBetween(1, 6))
                .checkAssert(contents -> {
                    var writer = new MultipartWriter();
                    contents.forEach(c -> writer.part("text/plain", octets(c)));
                    var written = writer.write();
                    var parts =
                            value(
                                    Multipart.parse(
                                            written.body(),
                                            written.boundary(),
                                            MultipartLimits.DEFAULT));
                    assertThat(parts)
                            .extracting(MimePart::content)
                            .containsExactlyElementsOf(
                                    contents.stream().map(ByteSlice::of).toList());
                });
    }

    @Test
    void noOctetsMakeItThrow() {
        var noise = strings().betweenCodePoints(9, 64).ofLengthBetween(0, 40);
        qt().forAll(noise, noise)
                .checkAssert((a, b) -> {
                    ByteSlice body = octets(a + "--b" + b);
                    assertThat(Multipart.parse(body, "b", MultipartLimits.DEFAULT)).isNotNull();
                    assertThat(TransferEncoding.decode("base64", body)).isNotNull();
                    assertThat(TransferEncoding.decode("quoted-printable", body)).isNotNull();
                    assertThat(ContentCoding.DEFAULT.decode("deflate", body)).isNotNull();
                    assertThat(TextDecoding.decode(b, body)).isNotNull();
                });
    }

    @Tag("RFC2045-6")
    @Test
    void undoesTransferEncodings() {
        assertThat(value(TransferEncoding.decode("Base64", octets("5L2g5aW9\r\nLCBo aGk="))).text())
                .isEqualTo("你好, hhi");
        assertThat(value(TransferEncoding.decode("base64", octets("aGk"))).text()).isEqualTo("hi");
        assertThat(TransferEncoding.decode("base64", octets("aGkab")))
                .isInstanceOf(Parse.Malformed.class);
        assertThat(
                        value(
                                        TransferEncoding.decode(
                                                "quoted-printable",
                                                octets("caf=C3=a9 =\r\nau=3D lait \t\r\nx=")))
                                .text())
                .isEqualTo("café au= lait\r\nx");
        assertThat(TransferEncoding.decode("quoted-printable", octets("a=G1")))
                .isEqualTo(new Parse.Malformed<>(1, "not quoted-printable"));
        assertThat(value(TransferEncoding.decode("8bit", octets("x"))).text()).isEqualTo("x");
        assertThat(TransferEncoding.decode("uuencode", octets("x")))
                .isInstanceOf(Parse.Malformed.class);
    }

    @Test
    void undoesBase64OfAnything() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 100))
                .checkAssert(text -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    var encoded = Base64.getMimeEncoder().encodeToString(bytes);
                    assertThat(value(TransferEncoding.decode("base64", octets(encoded))))
                            .isEqualTo(ByteSlice.of(bytes));
                });
    }

    @Tag("RFC9110-8.4.1")
    @Test
    void undoesContentCodings() {
        byte[] text = "hello hello hello".getBytes(StandardCharsets.UTF_8);
        for (boolean raw : List.of(true, false)) {
            assertThat(ContentCoding.DEFAULT.decode("Deflate", deflated(text, raw)))
                    .isEqualTo(new InflateResult.Inflated(ByteSlice.of(text)));
        }
        assertThat(ContentCoding.DEFAULT.decode("gzip", gzipped(text)))
                .isEqualTo(new InflateResult.Inflated(ByteSlice.of(text)));
        assertThat(ContentCoding.DEFAULT.decode("gzip", ByteSlice.of(text)))
                .isInstanceOf(InflateResult.Corrupt.class);
        assertThat(ContentCoding.DEFAULT.decode("br", ByteSlice.of(text)))
                .isEqualTo(new InflateResult.UnknownCoding("br"));
    }

    @Test
    void stopsBodiesThatExplode() {
        ByteSlice bomb = gzipped(new byte[200_000]);
        assertThat(new ContentCoding(1_000_000, 10).decode("gzip", bomb))
                .isEqualTo(new InflateResult.TooLarge("more than 10 octets per octet"));
        assertThat(new ContentCoding(199_999, 100_000).decode("gzip", bomb))
                .isEqualTo(new InflateResult.TooLarge("more than 199999 octets"));
        assertThat(new ContentCoding(200_000, 100_000).decode("gzip", bomb))
                .isInstanceOf(InflateResult.Inflated.class);
    }

    @Test
    void tellsTextThatIsNotOfItsCharset() {
        ByteSlice latin = ByteSlice.of(new byte[] {'c', 'a', 'f', (byte) 0xe9});
        MediaType plain = MediaType.parse("text/plain");
        assertThat(TextDecoding.decode(plain, latin))
                .isEqualTo(new TextResult.NotInCharset(3, "UTF-8"));
        assertThat(TextDecoding.decode("ISO-8859-1", latin)).isEqualTo(new TextResult.Text("café"));
        assertThat(TextDecoding.decode("us-ascii", octets("你好")))
                .isEqualTo(new TextResult.Text("你好"));
        assertThat(TextDecoding.decode("klingon", latin))
                .isEqualTo(new TextResult.UnknownCharset("klingon"));
    }

    private static ByteSlice deflated(byte[] text, boolean raw) {
        var out = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, raw);
        try (var deflate = new DeflaterOutputStream(out, deflater)) {
            deflate.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return ByteSlice.of(out.toByteArray());
    }

    private static ByteSlice gzipped(byte[] text) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteSlice.of(out.toByteArray());
    }
}
