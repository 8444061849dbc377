package org.fivegmc.loadtest.smppsink;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.fivegmc.loadtest.report.CpuTime;
import org.fivegmc.loadtest.report.FlatResult;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;

/// An SMSC under load: takes everything, and owes a receipt until it is acknowledged. Exit status:
/// 0 something was submitted and no receipt is owed, 1 not, 2 wrong arguments.
///
/// Threads: any.
public final class SmscSink implements AutoCloseable {
    private static final long BIND_MILLIS = 10_000;
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);
    private static final int QUEUE = 10_000;
    private static final long STEP_MILLIS = 50;
    private static final double SECOND = 1e9;

    private final SinkOptions options;
    private final SmscSocket socket;
    private final SMPPServerSessionListener listener;
    private final SubmitListener.Submits submits = new SubmitListener.Submits();
    private final Receipts receipts;
    private final Set<SMPPServerSession> sessions = ConcurrentHashMap.newKeySet();
    private final double cpuAtBegin = CpuTime.own();
    private volatile long firstSubmit;
    private volatile long lastSubmit;
    private long noted;

    private SmscSink(SinkOptions options) throws IOException {
        this.options = options;
        this.socket = new SmscSocket(options.listen());
        this.listener = new SMPPServerSessionListener(socket.port(), socket);
        listener.setPduProcessorDegree(options.threads());
        listener.setQueueCapacity(QUEUE);
        this.receipts = new Receipts(options.form(), options.window());
    }

    public static void main(String[] args) throws Exception {
        System.exit(run(List.of(args), System.out));
    }

    /// Runs until its time is over, or the process is told to end.
    public static int run(List<String> args, PrintStream out)
            throws IOException, InterruptedException {
        if (args.contains("--help")) {
            out.print(SinkOptions.USAGE);
            return 0;
        }
        SinkOptions options;
        try {
            options = SinkOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            out.println("smsc: " + wrong.getMessage());
            out.print(SinkOptions.USAGE);
            return 2;
        }
        // jSMPP logs through SLF4J; without a logger on the class path that is no news.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        SmscSink sink = open(options);
        out.printf("SMSC on %s port %d%n", options.listen().getHostString(), sink.port());
        out.flush();
        // SIGTERM ends this thread with the JVM, so the summary is the hook's.
        Thread ended =
                new Thread(() -> Runtime.getRuntime().halt(sink.summary(out)), "smsc-summary");
        Runtime.getRuntime().addShutdownHook(ended);
        sink.watch(out);
        Runtime.getRuntime().removeShutdownHook(ended);
        sink.close();
        return sink.summary(out);
    }

    static SmscSink open(SinkOptions options) throws IOException {
        SmscSink sink = new SmscSink(options);
        Thread.ofPlatform().daemon().name("smsc-accept").start(sink::acceptAll);
        return sink;
    }

    int port() {
        return socket.port();
    }

    long submitted() {
        return submits.accepted();
    }

    Receipts receipts() {
        return receipts;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        receipts.close();
        sessions.forEach(SMPPServerSession::close);
    }

    private void acceptAll() {
        while (socket.isOpen()) {
            try {
                SMPPServerSession session = listener.accept();
                Thread.startVirtualThread(() -> bind(session));
            } catch (IOException _) {
                // Closed; or out of descriptors, and then later ones may be accepted.
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
    }

    private void bind(SMPPServerSession session) {
        sessions.add(session);
        session.addSessionStateListener((state, _, _) -> {
            if (!state.isNotClosed()) {
                sessions.remove(session);
            }
        });
        try {
            BindRequest request = session.waitForBind(BIND_MILLIS);
            String account = request.getSystemId();
            if (!options.systemId().orElse(account).equals(account)
                    || !options.password()
                            .orElse(request.getPassword())
                            .equals(request.getPassword())) {
                // It is the peer's to close: it would not see the answer if we did.
                request.reject(SMPPConstant.STAT_ESME_RINVPASWD);
                return;
            }
            session.setMessageReceiverListener(
                    new SubmitListener(account, options, submits, receipts));
            request.accept("sink", InterfaceVersion.IF_34);
            receipts.bound(account, session);
        } catch (TimeoutException | IOException | PDUStringException | IllegalStateException _) {
            session.close();
        }
    }

    private void watch(PrintStream out) throws InterruptedException {
        long begin = System.nanoTime();
        long end = begin + options.seconds().toNanos();
        long nextLine = begin + options.every().toNanos();
        long before = 0;
        while (options.seconds().isZero() || System.nanoTime() < end) {
            Thread.sleep(STEP_MILLIS);
            long now = System.nanoTime();
            note(now);
            if (!options.every().isZero() && now >= nextLine) {
                nextLine = now + options.every().toNanos();
                long accepted = submits.accepted();
                out.printf(
                        "%8.0f submits/s; %d in all, %d receipts acknowledged, %d owed%n",
                        (accepted - before) / (options.every().toNanos() / SECOND),
                        accepted,
                        receipts.acknowledged(),
                        receipts.owed());
                out.flush();
                before = accepted;
            }
        }
    }

    /// Keeps the time between the first and the last submission, to a step.
    private void note(long now) {
        long accepted = submits.accepted();
        if (accepted > noted) {
            firstSubmit = noted == 0 ? now - Duration.ofMillis(STEP_MILLIS).toNanos() : firstSubmit;
            lastSubmit = now;
            noted = accepted;
        }
    }

    private int summary(PrintStream out) {
        long accepted = submits.accepted();
        double seconds = (lastSubmit - firstSubmit) / SECOND;
        FlatResult result =
                new FlatResult()
                        .put("tool", "smsc")
                        .put("accepted", accepted)
                        .put("refused", submits.refused())
                        .put("receipts", submits.receipts())
                        .put("receiptsAcknowledged", receipts.acknowledged())
                        .put("receiptsOwed", receipts.owed())
                        .put("receiptsRefused", receipts.refused())
                        .put("receiptsUnanswered", receipts.unanswered())
                        .put("receiptsSentAgain", receipts.sentAgain())
                        .put("toolCpuSeconds", CpuTime.own() - cpuAtBegin);
        if (seconds > 0) {
            result.put("seconds", seconds).put("rate", accepted / seconds);
        }
        Histogram micros = receipts.micros();
        if (micros.getTotalCount() > 0) {
            result.put("p50Us", micros.getValueAtPercentile(50))
                    .put("p90Us", micros.getValueAtPercentile(90))
                    .put("p99Us", micros.getValueAtPercentile(99))
                    .put("p999Us", micros.getValueAtPercentile(99.9))
                    .put("maxUs", micros.getMaxValue());
        }
        out.println();
        result.values().forEach((name, value) -> out.printf("%-28s %s%n", name, value));
        out.flush();
        options.json().ifPresent(result::write);
        return accepted > 0 && receipts.owed() == 0 ? 0 : 1;
    }
}
