package org.fivegmc.fallback.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.Generate.pick;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

final class SmsSplitterTest {
    private static final String GRIN = "\ud83d\ude00";
    private static final String FAMILY = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
    private static final SmsSplitter UDH = new SmsSplitter(SplitRules.defaults());

    private static List<SmsPart> fits(SmsSplitter splitter, String text) {
        return switch (splitter.split(text, 7)) {
            case SplitText.Fits(var parts) -> parts;
            case SplitText.TooLong tooLong -> throw new AssertionError(tooLong);
        };
    }

    private static String joined(List<SmsPart> parts) {
        return parts.stream().map(SmsPart::text).collect(Collectors.joining());
    }

    @Test
    void capacitiesAreThoseOfTheStandard() {
        assertThat(fits(UDH, "a".repeat(160))).hasSize(1);
        assertThat(fits(UDH, "a".repeat(161)))
                .extracting(p -> p.octets().length())
                .containsExactly(153, 8);
        assertThat(fits(UDH, "\u4e2d".repeat(70))).hasSize(1);
        assertThat(fits(UDH, "\u4e2d".repeat(71)))
                .extracting(p -> p.octets().length())
                .containsExactly(134, 8);
        var wide = new SmsSplitter(new SplitRules(Concatenation.UDH16, 8, false));
        assertThat(fits(wide, "a".repeat(161)))
                .extracting(p -> p.octets().length())
                .containsExactly(152, 9);
        assertThat(fits(wide, "\u4e2d".repeat(71)))
                .extracting(p -> p.octets().length())
                .containsExactly(132, 10);
    }

    @Test
    void anEmptyTextIsOneEmptyMessage() {
        assertThat(fits(UDH, "")).singleElement().matches(p -> p.octets().isEmpty());
    }

    @Test
    void aSurrogatePairMovesWhole() {
        var parts = fits(UDH, "\u4e2d".repeat(66) + GRIN + "\u4e2d".repeat(10));
        assertThat(parts.getFirst().text()).isEqualTo("\u4e2d".repeat(66));
        assertThat(parts.get(1).text()).startsWith(GRIN);
    }

    @Test
    void aGraphemeClusterMovesWhole() {
        var parts = fits(UDH, "\u4e2d".repeat(64) + FAMILY + "\u4e2d".repeat(10));
        assertThat(parts.get(1).text()).startsWith(FAMILY);
    }

    @Test
    void aClusterLongerThanAPartIsCutBetweenCodePoints() {
        String text = "e" + "\u0301".repeat(200);
        assertThat(joined(fits(UDH, text))).isEqualTo(text);
    }

    @Test
    void escapeStaysWithItsCharacter() {
        var parts = fits(UDH, "a".repeat(152) + "\u20ac" + "a".repeat(20));
        assertThat(parts.getFirst().octets().length()).isEqualTo(152);
        assertThat(parts.get(1).text()).startsWith("\u20ac");
    }

    @Test
    void aLinkMovesWholeWhenThePartsAllow() {
        String link = "https://example.org/a/long/path/to/something";
        String text = "\u4e2d".repeat(50) + link + "\u4e2d".repeat(5);
        assertThat(fits(UDH, text)).extracting(SmsPart::text).anyMatch(t -> t.startsWith(link));
        var two = new SmsSplitter(new SplitRules(Concatenation.UDH, 2, true));
        String tight = "\u4e2d".repeat(50) + link + "\u4e2d".repeat(40);
        assertThat(fits(two, tight)).hasSize(2);
        assertThat(joined(fits(two, tight))).isEqualTo(tight);
    }

    @Test
    void tooManyPartsAreCounted() {
        assertThat(UDH.split("a".repeat(153 * 8), 0)).isInstanceOf(SplitText.Fits.class);
        assertThat(UDH.split("a".repeat(153 * 8 + 1), 0)).isEqualTo(new SplitText.TooLong(9, 8));
    }

    @Test
    void payloadIsOneUnitOfManySegments() {
        var payload = new SmsSplitter(new SplitRules(Concatenation.PAYLOAD, 8, true));
        assertThat(fits(payload, "a".repeat(400)))
                .singleElement()
                .matches(p -> p.segments() == 3 && p.octets().length() == 400);
    }

    @Test
    void referencesWrap() {
        var parts =
                switch (UDH.split("a".repeat(200), 0x1ff)) {
                    case SplitText.Fits(var all) -> all;
                    case SplitText.TooLong tooLong -> throw new AssertionError(tooLong);
                };
        assertThat(parts).allMatch(p -> p.number().reference() == 0xff);
    }

    @Test
    void anyTextComesBackWithinTheLimits() {
        Gen<String> piece =
                pick(
                        Arrays.asList(
                                "a",
                                "\u20ac",
                                "[",
                                "\n",
                                "\r\n",
                                "\u4e2d",
                                GRIN,
                                FAMILY,
                                "e\u0301",
                                "\ud83d",
                                "\ude00",
                                "https://a.example/b?c=d ",
                                "HTTP://x",
                                " ",
                                "\u0000"));
        Gen<String> mixed =
                lists().of(piece).ofSizeBetween(0, 300).map(all -> String.join("", all));
        Gen<String> latin =
                lists().of(
                                pick(
                                        Arrays.asList(
                                                "a",
                                                "\u20ac",
                                                "~",
                                                "\u00e9",
                                                "https://b.example/ccc ")))
                        .ofSizeBetween(0, 400)
                        .map(all -> String.join("", all));
        qt().withExamples(400)
                .forAll(
                        mixed.mix(latin),
                        pick(List.of(Concatenation.UDH, Concatenation.UDH16)),
                        integers().all())
                .checkAssert((text, concatenation, reference) -> {
                    var rules = new SplitRules(concatenation, 255, true);
                    holds(text, concatenation, new SmsSplitter(rules).split(text, reference));
                });
    }

    private static void holds(String text, Concatenation concatenation, SplitText split) {
        assertThat(split).isInstanceOf(SplitText.Fits.class);
        List<SmsPart> parts = ((SplitText.Fits) split).parts();
        String sound =
                new String(
                        text.getBytes(java.nio.charset.StandardCharsets.UTF_16BE),
                        java.nio.charset.StandardCharsets.UTF_16BE);
        assertThat(joined(parts)).isEqualTo(sound);
        for (SmsPart part : parts) {
            SmsCoding coding = part.coding();
            int weight = part.octets().length() / (coding == SmsCoding.UCS2 ? 2 : 1);
            int limit =
                    parts.size() == 1
                            ? coding.singleCapacity()
                            : coding.partCapacity(concatenation);
            assertThat(weight).isLessThanOrEqualTo(limit);
            assertThat(part.number().total()).isEqualTo(parts.size());
            String own = part.text();
            if (coding == SmsCoding.UCS2 && !own.isEmpty()) {
                assertThat(Character.isLowSurrogate(own.charAt(0))).isFalse();
                assertThat(Character.isHighSurrogate(own.charAt(own.length() - 1))).isFalse();
            } else if (coding == SmsCoding.GSM7 && !own.isEmpty()) {
                byte[] octets = part.octets().array();
                assertThat(octets[octets.length - 1]).isNotEqualTo((byte) Gsm7.ESC);
            }
        }
    }
}
