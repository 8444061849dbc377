package org.fivegmc.loadtest.smppsink;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.SMPPServerSession;
import org.jspecify.annotations.Nullable;

/// The receipts that are owed: each waits until it is due, is sent on a bind of its account that
/// can receive, and is sent again a second later until it is acknowledged. One virtual thread waits
/// for each answer, so a slow ESME holds up nothing but the window.
///
/// Threads: any; one of its own hands them out.
final class Receipts implements AutoCloseable {
    /// More are not owed at the same time: submissions are refused with ESME_RMSGQFUL.
    static final int MAX_OWED = 2_000_000;

    private static final long AGAIN = 1_000_000_000L;
    private static final long ANSWER_MILLIS = 10_000;
    private static final long MOST_MICROS = 600_000_000;
    private static final ESMClass SMSC_RECEIPT = new ESMClass(0x04);

    private final ReceiptForm form;
    private final DelayQueue<Receipt> waiting = new DelayQueue<>();
    private final Map<String, List<SMPPServerSession>> binds = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Semaphore window;
    private final Thread thread;
    private final AtomicInteger owed = new AtomicInteger();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder again = new LongAdder();
    private final Histogram micros = new ConcurrentHistogram(1, MOST_MICROS, 3);
    private volatile boolean closed;

    Receipts(ReceiptForm form, int window) {
        this.form = form;
        this.window = new Semaphore(window);
        this.thread = Thread.ofPlatform().daemon().name("receipts").start(this::run);
    }

    /// Receipts for `account` may go this way from now on.
    void bound(String account, SMPPServerSession session) {
        session.setTransactionTimer(ANSWER_MILLIS);
        binds.computeIfAbsent(account, _ -> new CopyOnWriteArrayList<>()).add(session);
    }

    /// False when too many are owed already.
    boolean add(Receipt receipt) {
        if (owed.incrementAndGet() > MAX_OWED) {
            owed.decrementAndGet();
            return false;
        }
        waiting.add(receipt);
        return true;
    }

    int owed() {
        return owed.get();
    }

    long acknowledged() {
        return acknowledged.sum();
    }

    /// Answers other than ESME_ROK.
    long refused() {
        return refused.sum();
    }

    /// Those that got no answer in time, or whose bind broke meanwhile.
    long unanswered() {
        return unanswered.sum();
    }

    long sentAgain() {
        return again.sum();
    }

    /// From when they were due to their answer.
    Histogram micros() {
        return micros.copy();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                Receipt next = waiting.take();
                window.acquire();
                Thread.startVirtualThread(() -> {
                    try {
                        send(next);
                    } finally {
                        window.release();
                    }
                });
            } catch (InterruptedException _) {
                // Closed, or else no reason to stop.
            }
        }
    }

    private void send(Receipt receipt) {
        SMPPServerSession session = session(receipt.account());
        if (session == null) {
            later(receipt);
            return;
        }
        try {
            deliver(session, receipt);
            acknowledged.increment();
            owed.decrementAndGet();
            long waited = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - receipt.due());
            micros.recordValue(Math.clamp(waited, 0L, MOST_MICROS));
        } catch (NegativeResponseException _) {
            refused.increment();
            later(receipt);
        } catch (ResponseTimeoutException
                | InvalidResponseException
                | PDUException
                | IOException
                | IllegalStateException _) {
            unanswered.increment();
            later(receipt);
        }
    }

    private void later(Receipt receipt) {
        again.increment();
        waiting.add(receipt.again(System.nanoTime() + AGAIN));
    }

    private void deliver(SMPPServerSession session, Receipt receipt)
            throws PDUException,
                    ResponseTimeoutException,
                    InvalidResponseException,
                    NegativeResponseException,
                    IOException {
        String id = receipt.messageId();
        session.deliverShortMessage(
                "",
                TypeOfNumber.valueOf(receipt.userTon()),
                NumberingPlanIndicator.valueOf(receipt.userNpi()),
                receipt.user(),
                TypeOfNumber.valueOf(receipt.askerTon()),
                NumberingPlanIndicator.valueOf(receipt.askerNpi()),
                receipt.asker(),
                SMSC_RECEIPT,
                (byte) 0,
                (byte) 0,
                new RegisteredDelivery(0),
                DataCodings.ZERO,
                form.text(id, receipt.submitted(), Instant.now()),
                form.parameters(id));
    }

    /// The binds of an account in turn; those that are gone are dropped.
    private @Nullable SMPPServerSession session(String account) {
        List<SMPPServerSession> all = binds.getOrDefault(account, List.of());
        all.removeIf(one -> !one.getSessionState().isNotClosed());
        SMPPServerSession[] able =
                all.stream()
                        .filter(one -> one.getSessionState().isReceivable())
                        .toArray(SMPPServerSession[]::new);
        return able.length == 0 ? null : able[Math.floorMod(turn.getAndIncrement(), able.length)];
    }
}
