package org.fivegmc.wire.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.wire.ByteSlice;

/// Builds a multipart body whose boundary occurs in none of its parts. For one body and one thread.
public final class MultipartWriter {
    private record Part(String headers, ByteSlice content) {}

    private final List<Part> parts = new ArrayList<>();

    /// A finished body and the boundary its Content-Type must announce.
    public record Written(String boundary, ByteSlice body) {}

    public MultipartWriter part(String contentType, ByteSlice content) {
        return part(contentType, "", content);
    }

    /// A part with Content-Disposition, unless that is empty.
    public MultipartWriter part(String contentType, String disposition, ByteSlice content) {
        String headers = "Content-Type: " + clean(contentType) + "\r\n";
        if (!disposition.isEmpty()) {
            headers += "Content-Disposition: " + clean(disposition) + "\r\n";
        }
        parts.add(new Part(headers, content));
        return this;
    }

    public Written write() {
        int number = 0;
        while (occurs("part-" + number)) {
            number++;
        }
        String boundary = "part-" + number;
        var out = new ByteArrayOutputStream();
        for (Part part : parts) {
            String length = "Content-Length: " + part.content.length() + "\r\n\r\n";
            ascii(out, "--" + boundary + "\r\n" + part.headers + length);
            out.write(part.content.array(), part.content.offset(), part.content.length());
            ascii(out, "\r\n");
        }
        ascii(out, "--" + boundary + "--\r\n");
        return new Written(boundary, ByteSlice.of(out.toByteArray()));
    }

    private boolean occurs(String boundary) {
        byte[] wanted = boundary.getBytes(StandardCharsets.US_ASCII);
        return parts.stream().anyMatch(part -> contains(part.content, wanted));
    }

    private static boolean contains(ByteSlice content, byte[] wanted) {
        for (int from = content.indexOf(wanted[0], 0);
                from >= 0 && from + wanted.length <= content.length();
                from = content.indexOf(wanted[0], from + 1)) {
            if (content.slice(from, from + wanted.length).equals(ByteSlice.of(wanted))) {
                return true;
            }
        }
        return false;
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String clean(String value) {
        return value.replaceAll("\\p{Cntrl}", " ");
    }
}
