package org.fivegmc.sip.transaction;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.fivegmc.sip.codec.JainSip;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipParser;
import org.fivegmc.sip.codec.SipWriter;
import org.fivegmc.sip.transport.CloseReason;
import org.fivegmc.sip.transport.Connecting;
import org.fivegmc.sip.transport.Connector;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.LoopThread;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.TransportConfig;

/// A loop without a thread, whose clock the test turns, and a flow that keeps what is sent.
@SuppressWarnings("AddressSelection") // numeric addresses
final class ManualLoop implements LoopThread {
    private final SipWriter writer = new SipWriter();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final int index;
    long now = 1_000;
    float backlog;
    boolean foreign;

    ManualLoop(int index) {
        this.index = index;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public long nowMs() {
        return now;
    }

    @Override
    public float backlog() {
        return backlog;
    }

    @Override
    public boolean inLoop() {
        return !foreign;
    }

    @Override
    public boolean execute(Runnable task) {
        return tasks.add(task);
    }

    @Override
    public SipWriter writer() {
        return writer.reset();
    }

    int runTasks() {
        int n = 0;
        for (Runnable t = tasks.poll(); t != null; t = tasks.poll()) {
            t.run();
            n++;
        }
        return n;
    }

    /// Lets time pass in ticks.
    void pass(TransactionLayer layer, long ms) {
        long until = now + ms;
        while (now < until) {
            now = Math.min(until, now + 20);
            layer.onTick(now);
        }
    }

    static SipStackConfig config(TransactionLimits limits) {
        return new SipStackConfig(
                TransportConfig.of(), SipTimers.DEFAULTS, limits, Set.of(), false);
    }

    static TransactionLayer layer(
            ManualLoop loop, SipStackConfig config, SipRequestHandler handler, SipEvents events) {
        return layer(
                loop,
                config,
                handler,
                events,
                (_, _, _, _, done) -> done.accept(new Connecting.Failed("nobody there")));
    }

    static TransactionLayer layer(
            ManualLoop loop,
            SipStackConfig config,
            SipRequestHandler handler,
            SipEvents events,
            Connector connector) {
        TransactionLayer[] self = new TransactionLayer[1];
        self[0] =
                new TransactionLayer(
                        loop, config, new KeyHash(1, 2), handler, events, connector, _ -> self[0]);
        return self[0];
    }

    static void deliver(TransactionLayer layer, Flow flow, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (flow.transport() != SipTransport.UDP || !layer.isRefused(flow, bytes, bytes.length)) {
            layer.onMessage(flow, new SipParser(SipLimits.DEFAULTS).parseDatagram(bytes));
        }
    }

    /// A flow that keeps what is sent, all of which another stack can read.
    static final class TestFlow extends Flow {
        final List<String> sent = new ArrayList<>();
        final List<Integer> ports = new ArrayList<>();
        private final ManualLoop loop;
        boolean open = true;
        boolean cutOff;

        TestFlow(ManualLoop loop, SipTransport transport) {
            super(
                    transport,
                    new InetSocketAddress("127.0.0.1", 5060),
                    new InetSocketAddress("127.0.0.2", 5099));
            this.loop = loop;
        }

        @Override
        public long number() {
            return 7;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public boolean isCutOff() {
            return cutOff;
        }

        @Override
        public LoopThread loop() {
            return loop;
        }

        @Override
        public boolean send(SipWriter message) {
            if (open) {
                JainSip.parse(message.toByteArray());
                sent.add(new String(message.toByteArray(), StandardCharsets.UTF_8));
            }
            return open;
        }

        @Override
        public Flow toPort(int port) {
            ports.add(port);
            return this;
        }

        @Override
        public String viaSentBy() {
            return "SIP/2.0/" + transport() + " 127.0.0.1:5060";
        }

        @Override
        public void close(CloseReason reason) {
            open = false;
        }

        @Override
        public Optional<SSLSession> tls() {
            return Optional.empty();
        }

        String last() {
            return sent.getLast();
        }
    }
}
