package org.fivegmc.fallback.mms;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.fivegmc.fallback.text.Octets;

/// Makes pictures fit. One that fits already stays as it is, octet for octet; others become a JPEG
/// of the class of the limits, on white ground, of their first frame.
///
/// Memory is bounded: the size is looked at before anything is decoded, and large pictures are read
/// at a fraction of their size, so that what is decoded has at most sixteen times the pixels of the
/// result. Blocks, for a second at worst. Thread-safe.
public final class PictureFitter {
    private static final float[] QUALITIES = {0.85f, 0.7f, 0.5f, 0.35f};
    private static final double[] SCALES = {1, 0.75, 0.5, 0.35, 0.25};
    private static final int WHITE = 0xff;

    private final MmsLimits limits;

    public PictureFitter(MmsLimits limits) {
        this.limits = limits;
    }

    /// What became of a picture.
    public sealed interface Fitted {
        record Fits(String contentType, Octets octets) implements Fitted {}

        /// @param why for people
        record Refused(String why) implements Fitted {}
    }

    /// @param maxOctets what it may have
    public Fitted fit(Octets picture, int maxOctets) {
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(picture.array()))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return new Fitted.Refused("a picture of a type that can't be read");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, false, true);
                return fit(reader, picture, maxOctets);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // the readers of the JDK throw unchecked ones, too, for octets they do not expect
            return new Fitted.Refused("a picture that can't be read: " + e.getMessage());
        }
    }

    private Fitted fit(ImageReader reader, Octets picture, int maxOctets) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > limits.maxPixels()) {
            return new Fitted.Refused("a picture of " + width + " x " + height + " pixels");
        }
        String format = reader.getFormatName().toLowerCase(Locale.ROOT);
        boolean common = format.equals("jpeg") || format.equals("png") || format.equals("gif");
        double scale = scale(width, height);
        if (common && scale == 1 && picture.length() <= maxOctets) {
            return new Fitted.Fits("image/" + format, picture);
        }
        BufferedImage read = read(reader, scale);
        for (double smaller : SCALES) {
            BufferedImage image =
                    scaled(
                            read,
                            (int) Math.max(1, Math.round(width * scale * smaller)),
                            (int) Math.max(1, Math.round(height * scale * smaller)));
            for (float quality : QUALITIES) {
                byte[] jpeg = jpeg(image, quality);
                if (jpeg.length <= maxOctets) {
                    return new Fitted.Fits("image/jpeg", Octets.of(jpeg));
                }
            }
        }
        return new Fitted.Refused("a picture that " + maxOctets + " octets are too few for");
    }

    /// By how much it has to shrink, lying or standing; 1 for not at all.
    private double scale(int width, int height) {
        int longest = Math.max(limits.maxWidth(), limits.maxHeight());
        int shortest = Math.min(limits.maxWidth(), limits.maxHeight());
        double ofLongest = (double) longest / Math.max(width, height);
        double ofShortest = (double) shortest / Math.min(width, height);
        return Math.min(1, Math.min(ofLongest, ofShortest));
    }

    private static BufferedImage read(ImageReader reader, double scale) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        int step = (int) Math.max(1, Math.floor(1 / (2 * scale)));
        param.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, param);
    }

    /// Each pixel is the mean of those it stands for, on white.
    private static BufferedImage scaled(BufferedImage from, int width, int height) {
        int w = Math.min(width, from.getWidth());
        int h = Math.min(height, from.getHeight());
        var to = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < h; y++) {
            int top = (int) ((long) y * from.getHeight() / h);
            int bottom = (int) Math.max(top + 1, (long) (y + 1) * from.getHeight() / h);
            int rows = bottom - top;
            int[] source = from.getRGB(0, top, from.getWidth(), rows, null, 0, from.getWidth());
            for (int x = 0; x < w; x++) {
                int left = (int) ((long) x * from.getWidth() / w);
                int right = (int) Math.max(left + 1, (long) (x + 1) * from.getWidth() / w);
                to.setRGB(x, y, mean(source, from.getWidth(), rows, left, right));
            }
        }
        return to;
    }

    private static int mean(int[] source, int width, int rows, int left, int right) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int row = 0; row < rows; row++) {
            for (int x = left; x < right; x++) {
                int argb = source[row * width + x];
                int alpha = argb >>> 24;
                red += onWhite(argb >> 16 & 0xff, alpha);
                green += onWhite(argb >> 8 & 0xff, alpha);
                blue += onWhite(argb & 0xff, alpha);
            }
        }
        int count = rows * (right - left);
        return (int) (red / count) << 16 | (int) (green / count) << 8 | (int) (blue / count);
    }

    private static int onWhite(int value, int alpha) {
        return (value * alpha + WHITE * (WHITE - alpha)) / WHITE;
    }

    private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            var out = new ByteArrayOutputStream();
            try (var stream = new MemoryCacheImageOutputStream(out)) {
                writer.setOutput(stream);
                writer.write(null, new IIOImage(image, null, null), param);
            }
            return out.toByteArray();
        } finally {
            writer.dispose();
        }
    }
}
