package org.fivegmc.fallback.mms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.fivegmc.fallback.mms.PictureFitter.Fitted;
import org.fivegmc.fallback.text.Octets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFitterTest {
    private static final int KIB = 1024;

    private final PictureFitter fitter = new PictureFitter(MmsLimits.defaults());

    /// Noise, which compresses badly.
    static Octets noise(String format, int width, int height) throws IOException {
        var random = new SplittableRandom(1);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        return written(format, image);
    }

    private static Octets written(String format, BufferedImage image) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return Octets.of(out.toByteArray());
    }

    private static BufferedImage shown(Fitted fitted) throws IOException {
        assertThat(fitted).isInstanceOf(Fitted.Fits.class);
        return ImageIO.read(new ByteArrayInputStream(((Fitted.Fits) fitted).octets().array()));
    }

    @ParameterizedTest
    @CsvSource({"png, image/png", "jpeg, image/jpeg", "gif, image/gif"})
    void whatFitsStaysAsItIs(String format, String contentType) throws IOException {
        Octets picture = noise(format, 100, 50);
        assertThat(fitter.fit(picture, picture.length()))
                .isEqualTo(new Fitted.Fits(contentType, picture));
    }

    @ParameterizedTest
    @CsvSource({
        "2000, 1500, 640, 480",
        "1500, 2000, 480, 640",
        "4000, 100, 640, 16",
        "641, 480, 640, 479"
    })
    void whatIsTooWideOrTooHighIsMadeSmallerLyingOrStanding(
            int width, int height, int newWidth, int newHeight) throws IOException {
        BufferedImage image = shown(fitter.fit(noise("jpeg", width, height), 300 * KIB));
        assertThat(image.getWidth()).isEqualTo(newWidth);
        assertThat(image.getHeight()).isEqualTo(newHeight);
    }

    @ParameterizedTest
    @ValueSource(ints = {200 * KIB, 50 * KIB, 10 * KIB})
    void whatHasTooManyOctetsGetsFewer(int octets) throws IOException {
        Fitted fitted = fitter.fit(noise("png", 640, 480), octets);
        assertThat(shown(fitted).getWidth()).isBetween(160, 640);
        assertThat(((Fitted.Fits) fitted).octets().length()).isLessThanOrEqualTo(octets);
        assertThat(((Fitted.Fits) fitted).contentType()).isEqualTo("image/jpeg");
    }

    @Test
    void whatIsTransparentIsWhite() throws IOException {
        var image = new BufferedImage(1280, 960, BufferedImage.TYPE_INT_ARGB);
        for (int x = 640; x < 1280; x++) {
            for (int y = 0; y < 960; y++) {
                image.setRGB(x, y, 0xff2040a0);
            }
        }
        BufferedImage shown = shown(fitter.fit(written("png", image), 300 * KIB));
        assertThat(shown.getRGB(100, 100) & 0xff).isGreaterThan(250);
        assertThat(shown.getRGB(500, 100) >> 16 & 0xff).isBetween(0x18, 0x28);
        assertThat(shown.getRGB(500, 100) & 0xff).isBetween(0x98, 0xa8);
    }

    /// Its size is believed before anything is decoded.
    @Test
    void aBombIsRefusedBeforeItIsDecoded() throws IOException {
        byte[] bomb = noise("png", 10, 10).array().clone();
        ByteBuffer header = ByteBuffer.wrap(bomb).putInt(16, 5001).putInt(20, 5000);
        var crc = new CRC32();
        crc.update(bomb, 12, 17);
        header.putInt(29, (int) crc.getValue());
        assertThat(fitter.fit(Octets.of(bomb), 300 * KIB))
                .isEqualTo(new Fitted.Refused("a picture of 5001 x 5000 pixels"));
    }

    @Test
    void whatIsNoPictureOrIsTornIsRefused() throws IOException {
        assertThat(fitter.fit(Octets.of("<svg/>".getBytes(UTF_8)), KIB))
                .isInstanceOf(Fitted.Refused.class);
        assertThat(fitter.fit(Octets.empty(), KIB)).isInstanceOf(Fitted.Refused.class);
        byte[] png = noise("png", 2000, 2000).array();
        assertThat(fitter.fit(Octets.of(Arrays.copyOf(png, 1000)), 300 * KIB))
                .asInstanceOf(type(Fitted.Refused.class))
                .extracting(Fitted.Refused::why)
                .asString()
                .startsWith("a picture that can't be read");
    }

    @Test
    void whatNoSizeMakesFitIsRefused() throws IOException {
        assertThat(fitter.fit(noise("png", 640, 480), 500))
                .isEqualTo(new Fitted.Refused("a picture that 500 octets are too few for"));
    }
}
