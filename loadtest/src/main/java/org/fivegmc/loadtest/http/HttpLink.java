package org.fivegmc.loadtest.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// A connection that is kept open, with one request at a time. It blocks; who waits too long is
/// freed by [#close], which another thread may call. Otherwise confined to one thread.
public final class HttpLink implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    private static final int MAX_HEAD = 16 * 1024;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(ISO_8859_1);

    private final SocketChannel channel;

    /// Readable between position and limit.
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);

    private HttpLink(SocketChannel channel) {
        this.channel = channel;
    }

    public static HttpLink connect(InetSocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new HttpLink(channel);
    }

    /// What stands in front of a body.
    ///
    /// @param fields as they came, name and value
    public record Head(int status, List<String> fields) {
        public Head {
            fields = List.copyOf(fields);
        }

        public List<String> values(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return fields.stream()
                    .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(field -> field.substring(start.length()).strip())
                    .toList();
        }

        /// Octets that follow; a body of unknown length is not read by this tool.
        public long length() throws IOException {
            if (status == 204 || status == 304) {
                return 0;
            }
            try {
                return Long.parseLong(values("content-length").stream().findFirst().orElse(""));
            } catch (NumberFormatException _) {
                throw new IOException("an answer without a length");
            }
        }
    }

    public void send(String head, ByteBuffer... body) throws IOException {
        ByteBuffer[] all = new ByteBuffer[body.length + 1];
        all[0] = ByteBuffer.wrap(head.getBytes(ISO_8859_1));
        System.arraycopy(body, 0, all, 1, body.length);
        while (all[all.length - 1].hasRemaining() || any(all)) {
            channel.write(all);
        }
    }

    private static boolean any(ByteBuffer... buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    /// The next final answer up to its body.
    public Head head() throws IOException {
        Head head = oneHead();
        while (head.status() == 100) {
            head = oneHead();
        }
        return head;
    }

    private Head oneHead() throws IOException {
        StringBuilder text = new StringBuilder();
        int matched = 0;
        while (matched < END_OF_HEAD.length) {
            byte octet = octet();
            text.append((char) (octet & 0xff));
            matched = octet == END_OF_HEAD[matched] ? matched + 1 : octet == '\r' ? 1 : 0;
            if (text.length() > MAX_HEAD) {
                throw new IOException("an answer with more than " + MAX_HEAD + " octets of head");
            }
        }
        List<String> lines = new ArrayList<>(List.of(text.toString().split("\r\n")));
        String[] words = lines.removeFirst().split(" ", 3);
        if (words.length < 2 || !words[1].matches("\\d{3}")) {
            throw new IOException("not an answer of HTTP");
        }
        return new Head(Integer.parseInt(words[1]), lines);
    }

    private byte octet() throws IOException {
        if (!in.hasRemaining()) {
            fill();
        }
        return in.get();
    }

    private void fill() throws IOException {
        in.clear();
        int n = channel.read(in);
        in.flip();
        if (n < 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    /// Reads a body of `length` octets, and gives `each` what comes.
    public void body(long length, Consumer<ByteBuffer> each) throws IOException {
        long left = length;
        while (left > 0) {
            if (!in.hasRemaining()) {
                fill();
            }
            ByteBuffer piece = in.slice(in.position(), (int) Math.min(left, in.remaining()));
            left -= piece.remaining();
            in.position(in.position() + piece.remaining());
            each.accept(piece);
        }
    }

    /// A short body as text.
    public String text(long length) throws IOException {
        if (length > MAX_HEAD) {
            throw new IOException("an answer with a text of " + length + " octets");
        }
        StringBuilder text = new StringBuilder();
        body(length, piece -> text.append(ISO_8859_1.decode(piece)));
        return text.toString();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // it is of no use any more
        }
    }
}
