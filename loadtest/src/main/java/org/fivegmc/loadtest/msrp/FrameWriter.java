package org.fivegmc.loadtest.msrp;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Writes the parts of frames to a socket, in the manner asked for. Whoever writes a frame has the
/// connection for himself until it is whole.
final class FrameWriter {
    private static final Pattern TOKENS = Pattern.compile("(?<=[ :;/\\n-])|(?=\\r\\n)");

    private final OutputStream raw;
    private final OutputStream buffered;
    private long left = Long.MAX_VALUE;

    /// Octets were to be written beyond what is allowed.
    static final class Exhausted extends IOException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super("no more octets are to be written");
        }
    }

    FrameWriter(OutputStream raw) {
        this.raw = raw;
        this.buffered = new BufferedOutputStream(raw, FrameReader.BUFFER);
    }

    /// From now on that many octets are written; whoever writes more gets [Exhausted] when they are
    /// with the socket.
    void allow(long octets) {
        left = octets;
    }

    /// Start line and headers, without the empty line.
    void head(Manners manners, String startLine, List<String> headers) throws IOException {
        List<String> lines = new ArrayList<>(headers);
        if (manners.oddHeaders()) {
            lines.replaceAll(FrameWriter::odd);
            Collections.reverse(lines);
            lines.addFirst("x-Odd:\t1");
            lines.add("X-Empty:");
        }
        text(manners, startLine + "\r\n" + String.join("\r\n", lines) + "\r\n");
    }

    /// `mESSAGE-iD:value`
    private static String odd(String header) {
        int colon = header.indexOf(':');
        String name = header.substring(0, colon);
        return name.substring(0, 1).toLowerCase(Locale.ROOT)
                + name.substring(1).toUpperCase(Locale.ROOT)
                + ":"
                + header.substring(colon + 2)
                + " ";
    }

    /// @param body whether octets came before it, and not headers
    void endLine(Manners manners, String id, char flag, boolean body) throws IOException {
        text(manners, (body ? "\r\n" : "") + "-------" + id + flag + "\r\n");
        flush();
    }

    void text(Manners manners, String text) throws IOException {
        if (manners.writing() instanceof Manners.Writing.Tokens) {
            for (String token : TOKENS.splitAsStream(text).toList()) {
                byte[] octets = token.getBytes(StandardCharsets.UTF_8);
                octets(manners, octets, octets.length);
                rest(Duration.ofMillis(1));
            }
        } else {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            octets(manners, octets, octets.length);
        }
    }

    void octets(Manners manners, byte[] octets, int count) throws IOException {
        int allowed = (int) Math.min(count, left);
        left -= allowed;
        write(manners, octets, allowed);
        if (allowed < count) {
            flush();
            throw new Exhausted();
        }
    }

    private void write(Manners manners, byte[] octets, int count) throws IOException {
        switch (manners.writing()) {
            case Manners.Writing.Plain _ -> buffered.write(octets, 0, count);
            case Manners.Writing.Tokens _ -> {
                raw.write(octets, 0, count);
                raw.flush();
            }
            case Manners.Writing.Drip(int each, Duration pause) -> {
                for (int at = 0; at < count; at += each) {
                    raw.write(octets, at, Math.min(each, count - at));
                    raw.flush();
                    rest(pause);
                }
            }
        }
    }

    void flush() throws IOException {
        buffered.flush();
    }

    static void rest(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while resting");
        }
    }
}
