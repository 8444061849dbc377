package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;

/// The form of an upload, with its parts in the order that is asked for: `tid`, perhaps
/// `Thumbnail`, `File` (RCC.07 section 3.2.5, RFC 7578).
record FileForm(String boundary, byte[] before, byte[] octets, byte[] after) {

    static FileForm of(OutgoingFile file) {
        String boundary = "handset" + RequestText.token();
        ByteArrayOutputStream front = new ByteArrayOutputStream();
        front.writeBytes(head(boundary, "name=\"tid\"", "text/plain"));
        front.writeBytes((file.tid() + "\r\n").getBytes(UTF_8));
        if (file.thumbnail().isPresent()) {
            String name = "name=\"Thumbnail\"; filename=\"thumb_" + file.name() + "\"";
            front.writeBytes(head(boundary, name, "image/jpeg"));
            front.writeBytes(file.thumbnail().get());
            front.writeBytes("\r\n".getBytes(UTF_8));
        }
        String name = "name=\"File\"; filename=\"" + file.name() + "\"";
        front.writeBytes(head(boundary, name, file.type()));
        byte[] back = ("\r\n--" + boundary + "--\r\n").getBytes(UTF_8);
        return new FileForm(boundary, front.toByteArray(), file.octets(), back);
    }

    private static byte[] head(String boundary, String disposition, String type) {
        return "--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
                .formatted(boundary, disposition, type)
                .getBytes(UTF_8);
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    long length() {
        return (long) before.length + octets.length + after.length;
    }

    BodyPublisher publisher() {
        return BodyPublishers.concat(
                BodyPublishers.ofByteArray(before),
                BodyPublishers.ofByteArray(octets),
                BodyPublishers.ofByteArray(after));
    }
}
