package org.fivegmc.loadtest.sessions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.fivegmc.loadtest.wire.SipBytes;
import org.jspecify.annotations.Nullable;

/// One end of an MSRP session. It sends one message at a time, in chunks, with a window of chunks
/// that are not answered, and answers every chunk that comes. Thread: the loop's.
final class Msrp implements Link.Reader, MsrpReader.Sink {
    /// Chunks sent and not answered.
    static final int WINDOW = 256;

    /// Octets handed to the socket at a time.
    private static final int BATCH = 64 * 1024;

    private static final int OK = 200;
    private static final byte[] MESSAGE_ID = SipBytes.ascii("imdn.Message-ID: ");
    private static final int FRONT = 2048;

    private final String path;
    private final String theirs;
    private final Owner owner;
    private final MsrpReader reader = new MsrpReader(this);
    private final CRC32 sum = new CRC32();
    private @Nullable Link link;
    private byte[] message = new byte[0];
    private String messageId = "";
    private int chunk;
    private int sent;
    private int unanswered;
    private long transactions;
    private String id = "";
    private String answerTo = "";
    private boolean answerWanted;
    private boolean empty = true;
    private final byte[] front = new byte[FRONT];
    private int frontLength;
    private long received;

    /// Whose end it is.
    interface Owner {
        /// The message was answered to its last chunk.
        void answered(int status) throws IOException;

        /// A message came.
        ///
        /// @param imdnId as in its CPIM head
        void came(String imdnId, long octets, long crc32) throws IOException;

        void lost();
    }

    /// @param path ours, as in our SDP
    /// @param theirs as in theirs
    Msrp(String path, String theirs, Owner owner) {
        this.path = path;
        this.theirs = theirs;
        this.owner = owner;
    }

    void over(Link connection) {
        link = connection;
    }

    private Link link() {
        Link there = link;
        if (there == null) {
            throw new IllegalStateException("not connected");
        }
        return there;
    }

    void close() {
        link().close();
    }

    /// A SEND without octets, by which the other side knows the session (RFC 4975 section 5.4).
    void greet() throws IOException {
        String transaction = transaction();
        unanswered++;
        link().write(
                        ("MSRP "
                                        + transaction
                                        + " SEND\r\nTo-Path: "
                                        + theirs
                                        + "\r\nFrom-Path: "
                                        + path
                                        + "\r\nMessage-ID: g"
                                        + transaction
                                        + "\r\nByte-Range: 1-0/0\r\n-------"
                                        + transaction
                                        + "$\r\n")
                                .getBytes(ISO_8859_1));
    }

    /// @param octets a CPIM message
    void send(byte[] octets, int chunkOctets) throws IOException {
        message = octets;
        messageId = "m" + transaction();
        chunk = chunkOctets;
        sent = 0;
        more();
    }

    private void more() throws IOException {
        while (sent < message.length && unanswered < WINDOW && link().isDrained()) {
            ByteBuffer batch =
                    ByteBuffer.allocate(Math.min(BATCH, message.length - sent) + chunk + 4096);
            int limit = batch.capacity() - chunk - 512;
            while (sent < message.length && unanswered < WINDOW && batch.position() < limit) {
                put(batch);
            }
            link().write(batch.flip());
        }
    }

    private void put(ByteBuffer out) {
        int end = Math.min(message.length, sent + chunk);
        String transaction = transaction();
        unanswered++;
        out.put(
                ("MSRP "
                                + transaction
                                + " SEND\r\nTo-Path: "
                                + theirs
                                + "\r\nFrom-Path: "
                                + path
                                + "\r\nMessage-ID: "
                                + messageId
                                + "\r\nByte-Range: "
                                + (sent + 1)
                                + '-'
                                + end
                                + '/'
                                + message.length
                                + "\r\nContent-Type: message/cpim\r\n\r\n")
                        .getBytes(ISO_8859_1));
        out.put(message, sent, end - sent);
        sent = end;
        out.put(
                ("\r\n-------" + transaction + (sent == message.length ? "$\r\n" : "+\r\n"))
                        .getBytes(ISO_8859_1));
    }

    private String transaction() {
        return "t" + Long.toString(++transactions, 36) + "x5a7c";
    }

    @Override
    public int take(byte[] in, int from, int to) throws IOException {
        return reader.take(in, from, to);
    }

    @Override
    public void drained() throws IOException {
        more();
    }

    @Override
    public void lost() {
        owner.lost();
    }

    @Override
    public void response(String transaction, int status) throws IOException {
        unanswered--;
        if (status != OK) {
            message = new byte[0];
            owner.answered(status);
        } else if (message.length > 0 && sent == message.length && unanswered == 0) {
            message = new byte[0];
            owner.answered(OK);
        } else {
            more();
        }
    }

    @Override
    public void request(String transaction, boolean send, byte[] in, int from, int to) {
        id = transaction;
        answerWanted = send;
        int at = SipBytes.header(in, from, to, "from-path", (char) 0);
        answerTo = at < 0 ? theirs : SipBytes.text(in, at, SipBytes.lineEnd(in, at, to));
    }

    @Override
    public void body(byte[] in, int from, int to) {
        empty = false;
        if (frontLength < FRONT) {
            int count = Math.min(FRONT - frontLength, to - from);
            System.arraycopy(in, from, front, frontLength, count);
            frontLength += count;
        }
        sum.update(in, from, to - from);
        received += to - from;
    }

    @Override
    public void end(char flag) throws IOException {
        if (answerWanted) {
            link().write(
                            ("MSRP "
                                            + id
                                            + " 200 OK\r\nTo-Path: "
                                            + answerTo
                                            + "\r\nFrom-Path: "
                                            + path
                                            + "\r\n-------"
                                            + id
                                            + "$\r\n")
                                    .getBytes(ISO_8859_1));
        }
        if (flag == '+' || empty) {
            return;
        }
        int at = SipBytes.indexOf(front, 0, frontLength, MESSAGE_ID);
        String imdnId =
                at < 0
                        ? ""
                        : SipBytes.text(
                                front,
                                at + MESSAGE_ID.length,
                                SipBytes.lineEnd(front, at, frontLength));
        long octets = received;
        long crc = sum.getValue();
        empty = true;
        frontLength = 0;
        received = 0;
        sum.reset();
        if (flag == '$') {
            owner.came(imdnId, octets, crc);
        }
    }
}
