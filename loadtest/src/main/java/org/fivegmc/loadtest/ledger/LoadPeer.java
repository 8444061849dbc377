package org.fivegmc.loadtest.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Senders and recipients behind one UDP socket: offers messages at a rate, retransmits them (RFC
/// 3261 section 17.1.2) until they are answered, answers what arrives, and books it all.
///
/// Thread: everything runs on the one loop thread; [#ask] brings work to it from others.
final class LoadPeer implements AutoCloseable {
    private static final long T1 = 500_000_000L;
    private static final long T2 = 4_000_000_000L;
    private static final long TIMER_F = 64 * T1;
    private static final long RETRY_AFTER = 1_000_000_000L;
    private static final int SOCKET_BUFFER = 4 << 20;
    private static final int DATAGRAM = 65_535;
    // A turn of the loop reads at most so much before it looks at its timers.
    private static final int READ_BATCH = 256;
    private static final int REGISTER_SECONDS = 3600;
    // The loop answers within a millisecond or so, unless it has died.
    private static final int ASK_SECONDS = 10;

    /// Offering stops here: the ledger lives in memory.
    static final int MAX_MESSAGES = 2_000_000;

    private final DatagramChannel channel;
    private final Selector selector;
    private final InetSocketAddress server;
    private final SipText text;
    private final Ledger ledger;
    private final Thread thread;
    private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
    private final Map<String, Pending> pending = new HashMap<>();
    private final PriorityQueue<Pending> timers =
            new PriorityQueue<>(Comparator.comparingLong(p -> p.due));
    private final Deque<Ledger.Conversation> idle = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM);
    private volatile boolean closed;
    private long interval;
    private long nextOffer;
    private long ids;

    private static final class Pending {
        private final Optional<Ledger.Message> message;
        private final String number;
        private final int expires;
        private String id = "";
        private byte[] bytes = new byte[0];
        private long due;
        private long wait;
        private long end;

        private Pending(Optional<Ledger.Message> message, String number, int expires) {
            this.message = message;
            this.number = number;
            this.expires = expires;
        }
    }

    private LoadPeer(
            DatagramChannel channel, Selector selector, InetSocketAddress server, int port) {
        this.channel = channel;
        this.selector = selector;
        this.server = server;
        this.text = new SipText(port);
        this.ledger = new Ledger();
        this.thread = Thread.ofPlatform().daemon().name("load").unstarted(this::run);
    }

    static LoadPeer open(InetSocketAddress server) {
        try {
            DatagramChannel channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            LoadPeer peer = new LoadPeer(channel, selector, server, port);
            peer.thread.start();
            return peer;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot open the load socket", failed);
        }
    }

    /// Runs `question` on the loop and waits for its answer.
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        errands.add(() -> answer.completeAsync(question, Runnable::run));
        selector.wakeup();
        return answer.orTimeout(ASK_SECONDS, TimeUnit.SECONDS).join();
    }

    /// Adds a conversation; messages of it are offered from the next turn.
    void converse(String sender, String recipient) {
        ask(() -> idle.add(ledger.open(sender, recipient)));
    }

    void register(String number) {
        register(number, REGISTER_SECONDS);
    }

    void unregister(String number) {
        register(number, 0);
    }

    private void register(String number, int expires) {
        ask(() -> {
            start(new Pending(Optional.empty(), number, expires), System.nanoTime());
            return true;
        });
    }

    /// Offers `rate` messages a second from now on, 0: none.
    void offer(int rate) {
        ask(() -> {
            interval = rate == 0 ? 0 : 1_000_000_000L / rate;
            nextOffer = System.nanoTime();
            return true;
        });
    }

    /// Transactions without a final answer.
    int unanswered() {
        return ask(pending::size);
    }

    Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(java.time.Duration.ofSeconds(5));
            selector.close();
            channel.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(1);
                selector.selectedKeys().clear();
                Runnable errand;
                while ((errand = errands.poll()) != null) {
                    errand.run();
                }
                read();
                long now = System.nanoTime();
                retransmit(now);
                offerDue(now);
            } catch (IOException _) {
                // A dead server's port answers with ICMP errors; the timers go on.
            }
        }
    }

    private void read() throws IOException {
        for (int n = 0; n < READ_BATCH; n++) {
            buffer.clear();
            if (channel.receive(buffer) == null) {
                return;
            }
            String message = UTF_8.decode(buffer.flip()).toString();
            if (SipText.isResponse(message)) {
                answered(message);
            } else if (message.startsWith("MESSAGE ")) {
                delivered(message);
            } else if (!message.startsWith("ACK ")) {
                send(SipText.ok(message).getBytes(UTF_8));
            }
        }
    }

    private void delivered(String message) throws IOException {
        send(SipText.ok(message).getBytes(UTF_8));
        ledger.delivered(
                digits(message.substring(0, message.indexOf('\r'))),
                SipText.after(message, "Message-ID:"),
                SipText.after(message, "\r\nledger "),
                SipText.header(message, "via", "v") + SipText.header(message, "call-id", "i"));
    }

    private void answered(String response) {
        int status = SipText.status(response);
        String id = SipText.header(response, "call-id", "i");
        Pending transaction = pending.get(id.substring(0, Math.max(0, id.indexOf('@'))));
        if (status < 200 || transaction == null) {
            return;
        }
        pending.remove(transaction.id);
        timers.remove(transaction);
        if (status >= 500) {
            start(transaction, System.nanoTime() + RETRY_AFTER);
        } else {
            transaction.message.ifPresent(message -> settle(message, status));
        }
    }

    private void settle(Ledger.Message message, int status) {
        if (status < 300) {
            ledger.accepted(message);
        } else {
            ledger.refused();
        }
        idle.addLast(message.conversation());
    }

    private void retransmit(long now) throws IOException {
        while (!timers.isEmpty() && timers.peek().due <= now) {
            Pending transaction = timers.remove();
            if (now >= transaction.end) {
                // As a handset does: the same message in a new transaction.
                pending.remove(transaction.id);
                start(transaction, now);
                continue;
            }
            transaction.due = now + transaction.wait;
            transaction.wait = Math.min(2 * transaction.wait, T2);
            timers.add(transaction);
            send(transaction.bytes);
        }
    }

    private void offerDue(long now) {
        while (interval > 0 && nextOffer <= now && ledger.size() < MAX_MESSAGES) {
            Ledger.Conversation next = idle.pollFirst();
            if (next == null) {
                // All wait for an answer: the server sets the pace, and no burst follows.
                nextOffer = now + interval;
                return;
            }
            nextOffer += interval;
            start(new Pending(Optional.of(ledger.offer(next)), next.recipient(), 0), now);
        }
    }

    private void start(Pending transaction, long at) {
        transaction.id = "L" + ++ids + "x" + Long.toHexString(System.nanoTime());
        transaction.bytes =
                transaction
                        .message
                        .map(message ->
                                text.message(
                                        message.conversation().sender(),
                                        message.conversation().recipient(),
                                        transaction.id,
                                        message.imdnId(),
                                        message.token()))
                        .orElseGet(() ->
                                text.register(
                                        transaction.number, transaction.id, 1, transaction.expires))
                        .getBytes(UTF_8);
        transaction.due = at;
        transaction.wait = T1;
        transaction.end = at + TIMER_F;
        pending.put(transaction.id, transaction);
        timers.add(transaction);
    }

    private void send(byte[] bytes) throws IOException {
        channel.send(ByteBuffer.wrap(bytes), server);
    }

    /// The number in a Request-URI: a plus sign and digits.
    private static String digits(String line) {
        int plus = line.indexOf('+');
        if (plus < 0) {
            return "";
        }
        int end = plus + 1;
        while (end < line.length() && Character.isDigit(line.charAt(end))) {
            end++;
        }
        return line.substring(plus, end);
    }
}
