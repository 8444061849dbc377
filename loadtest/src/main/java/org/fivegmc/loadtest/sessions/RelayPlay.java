package org.fivegmc.loadtest.sessions;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The stream of [ChatPlay] through a relay that knows no MSRP and keeps nothing: what a message
/// costs at least. Thread: one.
final class RelayPlay extends Play {
    private static final long PATIENCE = 10 * SECOND;
    private static final long IDLE = 50_000;
    private static final int OK = 200;

    private final IntConsumer listening;
    private final InetSocketAddress relay;
    private final Texts texts;
    private final List<Pair> pairs = new ArrayList<>();
    private boolean ending;

    /// @param listening is told the port that is listened on before anybody connects to the relay
    RelayPlay(SessionOptions options, PrintStream out, Loop loop, IntConsumer listening) {
        super(options, out, loop);
        this.listening = listening;
        this.relay = options.relay().orElseThrow();
        this.texts = new Texts(options.message());
    }

    @Override
    void prepare() throws IOException {
        int port = loop.listen(options.listen(), this::entered);
        listening.accept(port);
        for (int n = 0; n < options.chats(); n++) {
            Pair pair = new Pair(n);
            pairs.add(pair);
            pair.connect();
            if (!until(() -> pair.far != null, PATIENCE)) {
                throw new IllegalStateException("the relay does not connect to port " + port);
            }
        }
    }

    /// One pair after another is connected, so it is the last.
    private void entered(SocketChannel channel) throws IOException {
        pairs.getLast().accepted(channel);
    }

    @Override
    void begin(long now) throws IOException {
        for (Pair pair : pairs) {
            pair.write();
        }
    }

    @Override
    long turn(long now) {
        return IDLE;
    }

    @Override
    void end() {
        ending = true;
    }

    @Override
    void leave() {
        // the connections end with the loop
    }

    private static String path(String side, int number) {
        return "msrp://127.0.0.1:9/" + side + number + ";tcp";
    }

    private final class Pair {
        private final int number;
        private final Msrp near;
        private @Nullable Msrp far;
        private int messages;
        private long crc;
        private long due;
        private boolean answered;
        private boolean came;

        private Pair(int number) {
            this.number = number;
            this.near = new Msrp(path("a", number), path("b", number), new Near());
        }

        private void connect() throws IOException {
            near.over(Link.connect(loop, relay, near));
        }

        private void accepted(SocketChannel channel) throws IOException {
            Msrp end = new Msrp(path("b", number), path("a", number), new Far());
            end.over(Link.accepted(loop, channel, end));
            far = end;
        }

        private String imdnId() {
            return number + "-" + messages;
        }

        private void write() throws IOException {
            messages++;
            answered = false;
            came = false;
            byte[] text = texts.of(imdnId());
            crc = Tally.crc(text);
            due = loop.now();
            near.send(text, options.chunk());
        }

        private void progressed() throws IOException {
            if (answered && came && !ending) {
                write();
            }
        }

        private final class Near implements Msrp.Owner {
            @Override
            public void answered(int status) throws IOException {
                if (status != OK) {
                    tally.refused++;
                    return;
                }
                tally.accepted++;
                tally.answer(due, loop.now());
                answered = true;
                progressed();
            }

            @Override
            public void came(String imdnId, long octets, long crc32) {
                tally.strangers++;
            }

            @Override
            public void lost() {
                tally.connectionsLost++;
            }
        }

        private final class Far implements Msrp.Owner {
            @Override
            public void answered(int status) {
                // it sends nothing
            }

            @Override
            public void came(String imdnId, long octets, long crc32) throws IOException {
                if (!imdnId.equals(imdnId()) || crc32 != crc) {
                    tally.altered++;
                    return;
                }
                came = true;
                tally.delivered++;
                tally.octets += octets;
                tally.delivery(due, loop.now());
                progressed();
            }

            @Override
            public void lost() {
                tally.connectionsLost++;
            }
        }
    }
}
