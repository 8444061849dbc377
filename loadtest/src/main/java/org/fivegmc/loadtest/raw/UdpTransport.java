package org.fivegmc.loadtest.raw;

import java.lang.foreign.Arena;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Datagrams in batches. Requests leave by sockets that are connected to the server, which spares
/// the kernel a look at its routes for each; the recipient's socket answers whoever asked. Where
/// handsets register, the recipient's socket is the one they register from: the server then sees
/// the address their Contact names.
final class UdpTransport implements Transport {
    static final int BATCH = 64;

    /// Asked of the kernel for each socket and direction; without the right to exceed its limit it
    /// grants less, see `net.core.rmem_max`.
    static final int SOCKET_BUFFER = 8 << 20;

    /// A delivered message may have grown by so many bytes of headers.
    static final int GROWTH = 4096;

    private static final int SEND_TRIES = 8;

    private final SystemCalls calls;
    private final SipView view = new SipView();
    private final int[] sockets;
    private final int[] ports;
    private final PollSet polled;
    private final Outgoing[] outgoing;
    private final DatagramBatch answers;
    private final DatagramBatch incoming;
    private long unreadable;

    /// Requests of one socket, of which `sent` have left.
    private static final class Outgoing {
        private final DatagramBatch batch;
        private final @Nullable Template[] holds = new @Nullable Template[BATCH];
        private int written;
        private int sent;

        private Outgoing(DatagramBatch batch) {
            this.batch = batch;
        }
    }

    private UdpTransport(
            Arena arena,
            SystemCalls calls,
            int[] sockets,
            int[] ports,
            int longest,
            Optional<SocketAddress4> destination) {
        this.calls = calls;
        this.sockets = sockets;
        this.ports = ports;
        this.answers = new DatagramBatch(arena, BATCH, OkWriter.MAX_ANSWER);
        this.incoming = new DatagramBatch(arena, BATCH, longest + GROWTH).withNames();
        this.outgoing = new Outgoing[ports.length];
        for (int k = 0; k < outgoing.length; k++) {
            DatagramBatch batch = new DatagramBatch(arena, BATCH, longest);
            destination.ifPresent(batch::to);
            outgoing[k] = new Outgoing(batch);
        }
        this.polled = new PollSet(arena, calls, sockets.length);
        for (int socket : sockets) {
            polled.add(socket);
        }
    }

    /// @param longest bytes of the longest request
    ///
    ///   Throws [IllegalStateException] with a readable message if a port is taken.
    static UdpTransport open(Arena arena, SystemCalls calls, RawOptions options, int longest) {
        boolean registers = options.method() == RawOptions.Method.REGISTER && options.answer() > 0;
        int sources = registers ? 1 : options.connections();
        int count = registers || options.answer() == 0 ? sources : sources + 1;
        int[] sockets = new int[count];
        int[] ports = new int[sources];
        for (int k = 0; k < count; k++) {
            boolean answering = options.answer() > 0 && k == count - 1;
            sockets[k] = Transport.checked("socket", calls.socket(SystemCalls.SOCK_DGRAM));
            buffers(calls, sockets[k]);
            SocketAddress4 at = options.local().withPort(answering ? options.answer() : 0);
            Transport.checked("bind to port " + at.port(), calls.bind(sockets[k], at));
            if (!answering) {
                Transport.checked("connect", calls.connect(sockets[k], options.server()));
            }
            if (k < sources) {
                ports[k] = Transport.checked("getsockname", calls.localPort(sockets[k]));
            }
        }
        return new UdpTransport(
                arena,
                calls,
                sockets,
                ports,
                longest,
                Optional.of(options.server()).filter(_ -> registers));
    }

    private static void buffers(SystemCalls calls, int socket) {
        int level = SystemCalls.SOL_SOCKET;
        if (calls.option(socket, level, SystemCalls.SO_RCVBUFFORCE, SOCKET_BUFFER) < 0) {
            calls.option(socket, level, SystemCalls.SO_RCVBUF, SOCKET_BUFFER);
        }
        if (calls.option(socket, level, SystemCalls.SO_SNDBUFFORCE, SOCKET_BUFFER) < 0) {
            calls.option(socket, level, SystemCalls.SO_SNDBUF, SOCKET_BUFFER);
        }
    }

    @Override
    public int[] ports() {
        return ports.clone();
    }

    @Override
    public int room() {
        int room = BATCH;
        for (Outgoing out : outgoing) {
            room = Math.min(room, out.sent > 0 ? 0 : BATCH - out.written);
        }
        return room;
    }

    @Override
    public void write(int slot, RequestWriter requests) {
        int source = slot % outgoing.length;
        Outgoing out = outgoing[source];
        int k = out.written++;
        long at = out.batch.start(k);
        Template template = requests.template(source, slot);
        if (out.holds[k] != template) {
            template.copyTo(out.batch.buffers(), at);
            out.batch.length(k, template.length());
            out.holds[k] = template;
        }
        requests.patch(template, slot, out.batch.buffers(), at);
    }

    @Override
    public void flush() {
        for (int k = 0; k < outgoing.length; k++) {
            Outgoing out = outgoing[k];
            if (out.written > 0) {
                out.sent = send(sockets[k], out.batch, out.sent, out.written);
                if (out.sent == out.written) {
                    out.written = 0;
                    out.sent = 0;
                }
            }
        }
    }

    /// Answers how many of the `count` datagrams have left; the kernel may have no room for more.
    private int send(int socket, DatagramBatch batch, int from, int count) {
        int sent = from;
        for (int tries = 0; sent < count && tries < SEND_TRIES; tries++) {
            int answer = calls.sendBatch(socket, batch.headersFrom(sent), count - sent);
            if (answer > 0) {
                sent += answer;
            } else if (answer == -SystemCalls.EAGAIN || answer == -SystemCalls.ENOBUFS) {
                return sent;
            } else if (answer != -SystemCalls.EINTR && answer != -SystemCalls.ECONNREFUSED) {
                // A server that is not there is told by the next call, which then did not send.
                Transport.checked("sendmmsg", answer);
            }
        }
        return sent;
    }

    @Override
    public boolean receive(Inbound inbound) {
        boolean any = false;
        for (int socket : sockets) {
            int count = calls.receiveBatch(socket, incoming.headers(), BATCH);
            if (count > 0) {
                any = true;
                take(socket, count, inbound);
            }
        }
        return any;
    }

    private void take(int socket, int count, Inbound inbound) {
        long now = System.nanoTime();
        int answered = 0;
        for (int k = 0; k < count; k++) {
            long from = incoming.start(k);
            long end = from + incoming.received(k);
            if (incoming.truncated(k)
                    || view.read(incoming.buffers(), from, end) != SipView.Shape.WHOLE) {
                unreadable++;
                continue;
            }
            int length = inbound.take(view, end, now, answers.buffers(), answers.start(answered));
            if (length > 0) {
                answers.length(answered, length);
                answers.answerTo(answered++, incoming, k);
            }
        }
        if (answered > 0) {
            // What the kernel does not take now, the server asks for again.
            send(socket, answers, 0, answered);
        }
    }

    @Override
    public void await(long nanos) {
        polled.await(nanos);
    }

    @Override
    public long unreadable() {
        return unreadable;
    }

    @Override
    public void close() {
        for (int socket : sockets) {
            calls.close(socket);
        }
    }
}
