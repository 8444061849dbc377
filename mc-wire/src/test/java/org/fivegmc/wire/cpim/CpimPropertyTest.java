package org.fivegmc.wire.cpim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Fixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CpimPropertyTest {
    private static final Fixture PAGER = Fixture.of("cpim/valid/pager.cpim");

    @Test
    @Tag("RFC3862-2")
    void anyMixOfLineEndsAndFoldsReadsTheSame() {
        qt().forAll(longs().all())
                .checkAssert(seed -> {
                    CpimMessage message = CpimMessageTest.parsed(respelled(new Random(seed)));
                    assertThat(message.imdnMessageId().text()).isEqualTo("Msg34jk324j");
                    assertThat(message.headerText(CpimNamespaces.CORE, "To"))
                            .contains("<tel:+8613800000002>");
                    assertThat(message.dispositionNotification().bits()).isEqualTo(7);
                    assertThat(message.header(CpimNamespaces.CPM, "Payload-Type").text())
                            .isEqualTo("text/plain");
                    assertThat(message.contentType().text()).isEqualTo("text/plain;charset=UTF-8");
                    assertThat(message.content().text()).isEqualTo("你好, hello");
                });
    }

    /// Each line end is CRLF or LF at random; a fold may stand behind each colon and comma of a
    /// header.
    private static byte[] respelled(Random random) {
        String text = new String(PAGER.octets(), StandardCharsets.UTF_8);
        int content = text.indexOf("你好");
        var out = new StringBuilder();
        for (String line : text.substring(0, content).split("\r\n", -1)) {
            if (!out.isEmpty()) {
                out.append(random.nextBoolean() ? "\r\n" : "\n");
            }
            String fold =
                    (random.nextBoolean() ? "\r\n" : "\n") + (random.nextBoolean() ? " " : "\t ");
            String folded = random.nextBoolean() ? line.replace(": ", ":" + fold) : line;
            out.append(random.nextBoolean() ? folded.replace(", ", "," + fold) : folded);
        }
        return (out + text.substring(content)).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrittenIsRead() {
        var id = strings().betweenCodePoints('!', '~').ofLengthBetween(1, 64);
        var subject = strings().basicMultilingualPlaneAlphabet().ofLengthBetween(0, 40);
        var content = strings().allPossible().ofLengthBetween(0, 200);
        qt().forAll(id, subject, content, integers().between(0, 31))
                .checkAssert((messageId, about, text, bits) -> {
                    byte[] body = text.getBytes(StandardCharsets.UTF_8);
                    byte[] octets =
                            new CpimWriter()
                                    .from("tel:+8613800000001")
                                    .to("\"B\" <tel:+8613800000002>")
                                    .dateTime(Instant.ofEpochMilli(bits), ZoneOffset.UTC)
                                    .imdn(messageId)
                                    .dispositionNotification(new DispositionRequest(bits))
                                    .namespace("z", "urn:z")
                                    .header("z.About", about)
                                    .contentType("text/plain")
                                    .content(ByteSlice.of(body));
                    CpimMessage message = CpimMessageTest.parsed(octets);
                    assertThat(message.imdnMessageId().text()).isEqualTo(messageId);
                    assertThat(message.from().text()).isEqualTo("<tel:+8613800000001>");
                    assertThat(message.dateTimeMillis()).isEqualTo(bits.longValue());
                    assertThat(message.dispositionNotification().bits()).isEqualTo(bits);
                    assertThat(message.content().toByteArray()).isEqualTo(body);
                    assertThat(message.headerCount()).isEqualTo(bits == 0 ? 7 : 8);
                });
    }

    @Test
    void noOctetsMakeItThrow() {
        qt().forAll(longs().all(), integers().between(0, 12))
                .checkAssert((seed, changes) -> {
                    Random random = new Random(seed);
                    byte[] octets = PAGER.octets().clone();
                    for (int i = 0; i < changes; i++) {
                        octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
                    }
                    int from = random.nextInt(octets.length);
                    touch(ByteSlice.of(octets, from / 8, octets.length - from));
                    byte[] noise = new byte[random.nextInt(80)];
                    random.nextBytes(noise);
                    touch(ByteSlice.of(noise));
                });
    }

    private static void touch(ByteSlice octets) {
        switch (CpimMessage.parse(octets)) {
            case CpimResult.Parsed(CpimMessage message) -> {
                var read =
                        List.of(
                                message.from(),
                                message.imdnMessageId(),
                                message.dispositionNotification(),
                                message.dateTime(),
                                message.header(CpimNamespaces.CPM, "Payload-Type"),
                                message.headerText(CpimNamespaces.CORE, "To"),
                                message.contentType(),
                                message.content());
                assertThat(read).doesNotContainNull();
                assertThat(message.withDateTime(Instant.EPOCH, ZoneOffset.UTC)).isNotEmpty();
                assertThat(message.withFrom("tel:+861")).isNotEmpty();
                assertThat(message.withTo("tel:+861")).isNotEmpty();
            }
            case CpimResult.Malformed(int offset, _) ->
                    assertThat(offset).isBetween(0, octets.length());
        }
    }
}
