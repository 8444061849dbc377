package org.fivegmc.wire.mime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.fivegmc.wire.ByteSlice;

/// Undoes Content-Encoding (RFC 9110 section 8.4.1) with a guard against bodies that explode.
///
/// @param maxOutput most octets it may grow to
/// @param maxRatio most octets out per octet in, looked at beyond [#RATIO_FREE] octets
public record ContentCoding(int maxOutput, int maxRatio) {
    public static final int DEFAULT_MAX_OUTPUT = 4 * 1024 * 1024;
    public static final int DEFAULT_MAX_RATIO = 100;

    /// Output too small to be an attack, whatever its ratio.
    public static final int RATIO_FREE = 16_384;

    public static final ContentCoding DEFAULT =
            new ContentCoding(DEFAULT_MAX_OUTPUT, DEFAULT_MAX_RATIO);

    private static final int CHUNK = 8192;

    public ContentCoding {
        if (maxOutput < 1 || maxRatio < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /// Plain content for `identity` and the empty name; `deflate` with and without the zlib
    /// wrapping.
    public InflateResult decode(String coding, ByteSlice content) {
        String name = coding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> new InflateResult.Inflated(content);
            case "gzip", "x-gzip" -> gunzip(content);
            case "deflate" -> inflate(content);
            default -> new InflateResult.UnknownCoding(name);
        };
    }

    private InflateResult gunzip(ByteSlice content) {
        try (var in = new GZIPInputStream(stream(content))) {
            return drain(in, content.length());
        } catch (IOException _) {
            return new InflateResult.Corrupt("not gzip");
        }
    }

    private InflateResult inflate(ByteSlice content) {
        var inflater = new Inflater(!isZlib(content));
        try (var in = new InflaterInputStream(stream(content), inflater)) {
            return drain(in, content.length());
        } catch (IOException _) {
            return new InflateResult.Corrupt("not deflate");
        } finally {
            inflater.end();
        }
    }

    /// RFC 1950 section 2.2: method 8, and a header that is a multiple of 31.
    private static boolean isZlib(ByteSlice content) {
        if (content.length() < 2) {
            return false;
        }
        int first = content.at(0) & 0xff;
        int second = content.at(1) & 0xff;
        return (first & 0x0f) == 8 && first >>> 4 <= 7 && (first << 8 | second) % 31 == 0;
    }

    private InflateResult drain(InputStream in, int compressed) throws IOException {
        var out = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            long total = (long) out.size() + n;
            if (total > maxOutput) {
                return new InflateResult.TooLarge("more than " + maxOutput + " octets");
            }
            if (total > RATIO_FREE && total > (long) compressed * maxRatio) {
                return new InflateResult.TooLarge("more than " + maxRatio + " octets per octet");
            }
            out.write(chunk, 0, n);
        }
        return new InflateResult.Inflated(ByteSlice.of(out.toByteArray()));
    }

    private static InputStream stream(ByteSlice content) {
        return new ByteArrayInputStream(content.array(), content.offset(), content.length());
    }
}
