package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.fivegmc.loadtest.report.CpuTime;

/// The loop: retransmits what is due, starts what the pace asks for, reads answers and deliveries,
/// and sleeps when there is nothing of all that. One thread does everything; once warm, a message
/// costs it no allocation.
final class Generator implements Inbound {
    private static final long SECOND = 1_000_000_000L;

    /// Turns without anything to do before the thread sleeps, while answers are awaited. To wake it
    /// costs the peer more than it costs this thread to look again: with 3 instead of 10, Kamailio
    /// relayed a fifth less.
    private static final int SPINS = 10;

    private static final int UNAUTHORIZED = 401;

    private final RawOptions options;
    private final Transport transport;
    private final RequestWriter writer;
    private final Optional<Credentials> credentials;
    private final PendingIds proven;
    private final Slots slots;
    private final RequestId run;
    private final OkWriter answers;
    private final DeliveryBook book;
    private final SequenceSet accepted = new SequenceSet();
    private final Population population;
    private final Pace pace;
    private final Tally tally;
    private final PrintStream progress;
    private final long limit;
    private final long start;
    private final long spanFrom;
    private final long spanTo;
    private boolean spanBegan;
    private boolean spanEnded;
    private long sequence;
    private long idGuess = -1;
    private long movedAt;
    private int idle;

    // Any answer came; a request was given up before one did, and there is no point in going on.
    private boolean heard;
    private boolean silent;

    private long spanStarted;
    private double cpuBefore;
    private double ownBefore;
    private Span span = new Span(0, 0, 0);
    private long printAt;
    private long printedAccepted;

    /// Seconds that were measured, and the processor seconds of the watched processes and of this
    /// one in them.
    record Span(double seconds, double cpu, double own) {}

    Generator(
            RawOptions options,
            RequestId run,
            Transport transport,
            Slots slots,
            RequestWriter writer,
            Optional<Credentials> credentials,
            PrintStream progress) {
        this.options = options;
        this.run = run;
        this.transport = transport;
        this.slots = slots;
        this.writer = writer;
        this.credentials = credentials;
        proven = new PendingIds(credentials.isPresent() ? options.window() : 1);
        this.progress = progress;
        answers = new OkWriter(run.runText());
        book = new DeliveryBook(run);
        start = System.nanoTime();
        spanFrom = start + (long) (options.warmup() * SECOND);
        spanTo = spanFrom + (long) (options.seconds() * SECOND);
        tally = new Tally(spanFrom);
        limit = options.limit();
        pace = options.rate() > 0 ? Pace.open(options.rate(), start) : Pace.closed();
        population =
                new Population(
                        options.firstUser(),
                        options.users(),
                        options.secondDevices(),
                        options.random(),
                        start);
        printAt = start + SECOND;
        // So that the first reading of the span does not load classes.
        CpuTime.seconds(options.pids());
    }

    Tally tally() {
        return tally;
    }

    Span span() {
        return span;
    }

    /// Messages accepted in the whole run, warm-up included, that have not arrived.
    long missing() {
        return accepted.missingIn(book.delivered());
    }

    /// Returns when everything offered is answered or given up, and what was accepted has arrived
    /// or nothing arrives any more.
    void run() {
        long now = System.nanoTime();
        while (!spanEnded || !settled(now)) {
            now = System.nanoTime();
            phase(now);
            turn(now);
        }
    }

    private void phase(long now) {
        if (!spanBegan && now >= spanFrom) {
            spanBegan = true;
            cpuBefore = CpuTime.seconds(options.pids());
            ownBefore = CpuTime.own();
            spanStarted = System.nanoTime();
            tally.beginSpan();
        }
        boolean complete = silent || sequence >= limit && slots.underWay() == 0;
        if (!spanEnded && (spanBegan && now >= spanTo || complete)) {
            // What was due before the end of the span, but after the last turn.
            if (options.rate() > 0) {
                startDue(spanTo - 1);
            }
            spanEnded = true;
            movedAt = now;
            span =
                    new Span(
                            (now - spanStarted) / (double) SECOND,
                            CpuTime.seconds(options.pids()) - cpuBefore,
                            CpuTime.own() - ownBefore);
            tally.endSpan(now, sequence);
            tally.unsent = Math.max(0, scheduled(spanTo - 1) - sequence);
        }
        if (now >= printAt) {
            print(now);
        }
    }

    /// What the open loop should have started; the closed loop is never late.
    private long scheduled(long now) {
        return options.rate() > 0 ? Math.min(pace.target(now), limit) : sequence;
    }

    private void print(long now) {
        printAt += SECOND;
        long all = accepted.count();
        progress.printf(
                "%4d s  %,9d accepted/s  %,d under way  %,d delivered%s%n",
                (now - start) / SECOND,
                all - printedAccepted,
                slots.underWay(),
                book.delivered().count(),
                spanEnded ? "  (settling)" : spanBegan ? "" : "  (warm-up)");
        printedAccepted = all;
    }

    private boolean settled(long now) {
        if (slots.underWay() > 0) {
            movedAt = now;
            return false;
        }
        return options.answer() == 0
                || options.method() != RawOptions.Method.MESSAGE
                || accepted.count() <= book.delivered().count()
                || now - movedAt > options.settle() * SECOND;
    }

    private void turn(long now) {
        boolean wrote = retransmit(now);
        wrote |= repeatProven();
        wrote |= startDue(now);
        transport.flush();
        if (transport.receive(this) || wrote) {
            idle = 0;
        } else if (++idle > SPINS || slots.underWay() == 0) {
            sleep(System.nanoTime());
        }
    }

    private void sleep(long now) {
        long most = Math.min(SECOND, Math.max(0, printAt - now));
        if (!spanEnded) {
            most = Math.min(most, Math.max(0, (spanBegan ? spanTo : spanFrom) - now));
            if (sequence < limit && slots.free() > 0 && transport.room() > 0) {
                most = pace.wait(sequence, now, most);
            }
        }
        most = slots.untilDue(now, most);
        if (most > 0) {
            transport.await(most);
        }
    }

    private boolean retransmit(long now) {
        boolean wrote = false;
        int slot;
        while (transport.room() > 0 && (slot = slots.firstDue(now)) >= 0) {
            if (slots.expired(slot, now)) {
                silent |= !heard;
                tally.unanswered(slots.intended(slot));
                slots.release(slot);
            } else {
                tally.retransmitted(slots.intended(slot));
                slots.retransmitted(slot);
                transport.write(slot, writer);
                wrote = true;
            }
        }
        return wrote;
    }

    /// Sends the requests again whose challenge was answered.
    private boolean repeatProven() {
        boolean wrote = false;
        while (transport.room() > 0 && !proven.isEmpty()) {
            long id = proven.remove();
            if (slots.holds(id)) {
                transport.write(RequestId.slot(id), writer);
                wrote = true;
            }
        }
        return wrote;
    }

    private boolean startDue(long now) {
        if (spanEnded) {
            return false;
        }
        long end = Math.min(limit, pace.target(now));
        long count = Math.min(Math.min(slots.free(), transport.room()), end - sequence);
        for (long k = 0; k < count; k++) {
            long intended = pace.intended(sequence, now);
            population.next();
            int slot =
                    slots.take(sequence, population.number(), population.device(), intended, now);
            tally.offered(sequence, intended);
            transport.write(slot, writer);
            sequence++;
        }
        return count > 0;
    }

    @Override
    public int take(SipView message, long end, long now, MemorySegment out, long at) {
        if (message.status() > 0) {
            answered(message, now);
            return 0;
        }
        if (!message.answerable()) {
            tally.otherRequests++;
        } else {
            DeliveryBook.Arrival arrival = book.book(message, end);
            tally.arrived(arrival, book.sequence());
            movedAt = now;
        }
        return answers.write(message, out, at);
    }

    private void answered(SipView response, long now) {
        MemorySegment in = response.octets();
        long at = run.find(in, response.viaStart(), response.viaEnd(), idGuess);
        if (at < 0) {
            tally.strayAnswers++;
            return;
        }
        heard = true;
        idGuess = at - response.viaStart();
        long id = RequestId.read(in, at);
        if (response.status() < 200) {
            return;
        }
        int slot = RequestId.slot(id);
        if (!slots.holds(id) || inProven(in, at) != slots.authorised(slot)) {
            tally.strayAnswers++;
            return;
        }
        if (response.status() == UNAUTHORIZED && prove(response, slot, now)) {
            return;
        }
        tally.answered(response.status(), response.hasRetryAfter(), slots.intended(slot), now);
        if (response.status() < 300) {
            accepted.add(RequestId.sequence(id));
        }
        slots.release(slot);
    }

    /// Whether the branch is that of a request with credentials.
    private static boolean inProven(MemorySegment in, long at) {
        return in.get(JAVA_BYTE, at - 1) == RequestTexts.PROVEN.charAt(0);
    }

    private boolean prove(SipView response, int slot, long now) {
        if (credentials.isEmpty()
                || slots.authorised(slot)
                || !credentials.get().prove(response, slot, slots.user(slot))) {
            return false;
        }
        tally.challenged(slots.intended(slot));
        slots.authorise(slot, now);
        proven.add(slots.id(slot));
        return true;
    }
}
