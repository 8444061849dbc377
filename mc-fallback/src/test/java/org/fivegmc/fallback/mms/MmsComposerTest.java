package org.fivegmc.fallback.mms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.fivegmc.fallback.mms.MmsComposer.Composed;
import org.fivegmc.fallback.spi.MmsMedium;
import org.fivegmc.fallback.spi.MmsPage;
import org.fivegmc.fallback.text.Octets;
import org.junit.jupiter.api.Test;

class MmsComposerTest {
    private static final int LIMIT = 40_000;

    private final MmsComposer composer =
            new MmsComposer(new MmsLimits(LIMIT, 640, 480, MmsLimits.MAX_PIXELS));

    private static MmsPage page(String text, String type, Octets octets) {
        return new MmsPage(text, Optional.of(new MmsMedium(type, octets, false)));
    }

    private static MmsPage text(String text) {
        return new MmsPage(text, Optional.empty());
    }

    private static Octets zeros(int count) {
        return Octets.of(new byte[count]);
    }

    private MmsDocument done(MmsPage... pages) throws InterruptedException {
        Composed composed = composer.compose(List.of(pages));
        assertThat(composed).isInstanceOf(Composed.Done.class);
        return ((Composed.Done) composed).document();
    }

    private static String text(MmsPart part) {
        return new String(part.octets().array(), UTF_8);
    }

    @Test
    void eachPageIsAParWithItsMediumAndItsText() throws Exception {
        Octets png = PictureFitterTest.noise("png", 20, 20);
        MmsDocument document =
                done(
                        page("one & <two>", "image/png", png),
                        text("text alone"),
                        page("", "audio/amr", zeros(100)),
                        page("", "text/vcard", zeros(10)));
        assertThat(document.parts())
                .extracting(MmsPart::name)
                .containsExactly(
                        "mms.smil",
                        "medium1.png",
                        "text1.txt",
                        "text2.txt",
                        "medium3.amr",
                        "medium4.vcf");
        assertThat(document.parts().get(1).octets()).isEqualTo(png);
        assertThat(text(document.parts().get(2))).isEqualTo("one & <two>");
        assertThat(text(document.parts().getFirst()))
                .startsWith("<smil><head><layout><root-layout ")
                .endsWith(
                        "<body><par dur=\"10s\"><img src=\"medium1.png\" region=\"Image\"/>"
                                + "<text src=\"text1.txt\" region=\"Text\"/></par>"
                                + "<par dur=\"10s\"><text src=\"text2.txt\" region=\"Text\"/></par>"
                                + "<par dur=\"10s\"><audio src=\"medium3.amr\"/></par>"
                                + "<par dur=\"10s\"></par></body></smil>");
    }

    @Test
    void picturesShareWhatTheRestLeaves() throws Exception {
        Octets large = PictureFitterTest.noise("png", 300, 300);
        MmsDocument document =
                done(page("x".repeat(10_000), "image/png", large), page("", "image/png", large));
        assertThat(document.octets()).isLessThanOrEqualTo(LIMIT);
        assertThat(document.parts())
                .filteredOn(part -> part.contentType().equals("image/jpeg"))
                .hasSize(2)
                .allSatisfy(part -> assertThat(part.octets().length()).isGreaterThan(3_000));
    }

    @Test
    void whatIsTooLargeWithoutPicturesIsRefused() throws Exception {
        assertThat(composer.compose(List.of(page("", "video/mp4", zeros(LIMIT)))))
                .isEqualTo(new Composed.Refused("more than 40000 octets"));
        assertThat(done(page("", "video/mp4", zeros(LIMIT - 1_000))).octets())
                .isLessThanOrEqualTo(LIMIT);
        assertThat(composer.compose(List.of(text("x".repeat(LIMIT)))))
                .isInstanceOf(Composed.Refused.class);
        assertThat(composer.compose(List.of(text("")))).isInstanceOf(Composed.Refused.class);
    }

    /// A link beside it says the same; without one, something would be missing.
    @Test
    void aPictureThatCanNotBeShownIsLeftOutOnlyWhereItMay()
            throws IOException, InterruptedException {
        var broken = Octets.of("no picture".getBytes(UTF_8));
        var dispensable = new MmsMedium("image/png", broken, true);
        assertThat(done(new MmsPage("a link", Optional.of(dispensable))).parts())
                .extracting(MmsPart::name)
                .containsExactly("mms.smil", "text1.txt");
        assertThat(composer.compose(List.of(page("text", "image/png", broken))))
                .isInstanceOf(Composed.Refused.class);
    }
}
