package org.fivegmc.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.MimePart;
import org.fivegmc.wire.mime.Multipart;
import org.fivegmc.wire.mime.MultipartLimits;
import org.fivegmc.wire.mime.MultipartWriter;

/// Multipart bodies. The first line of the octets is the Content-Type.
public final class MultipartTarget {
    private MultipartTarget() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        check(octets);
    }

    static boolean check(byte[] octets) {
        ByteSlice all = ByteSlice.of(octets);
        int newline = all.indexOf('\n', 0);
        if (newline < 0) {
            return false;
        }
        MediaType type =
                MediaType.parse(new String(octets, 0, newline, StandardCharsets.UTF_8).strip());
        ByteSlice body = all.slice(newline + 1, octets.length);
        Optional<List<MimePart>> leaves =
                Multipart.leaves(type, body, MultipartLimits.DEFAULT).toOptional();
        leaves.ifPresent(parts -> {
            long sum = 0;
            for (MimePart part : parts) {
                sum += part.content().length();
                part.contentType();
                part.disposition();
            }
            Target.holds("parts are parts", sum <= body.length());
            again(parts);
        });
        return leaves.isPresent();
    }

    private static void again(List<MimePart> parts) {
        MultipartWriter writer = new MultipartWriter();
        parts.forEach(part -> writer.part("text/plain", part.content()));
        MultipartWriter.Written written = writer.write();
        List<MimePart> read =
                Multipart.parse(written.body(), written.boundary(), MultipartLimits.DEFAULT)
                        .toOptional()
                        .orElse(List.of());
        Target.same(
                "written",
                parts.stream().map(MimePart::content).toList(),
                read.stream().map(MimePart::content).toList());
    }
}
