package org.fivegmc.loadtest.smppsink;

import java.time.Instant;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.jsmpp.bean.SubmitSm;

/// A receipt that is owed to an account until it is acknowledged. `due` is in the time of
/// [System#nanoTime]; the asker sent the message, the user was to get it.
record Receipt(
        long id,
        String account,
        byte askerTon,
        byte askerNpi,
        String asker,
        byte userTon,
        byte userNpi,
        String user,
        Instant submitted,
        long due)
        implements Delayed {

    static Receipt of(long id, String account, SubmitSm submit, long due) {
        return new Receipt(
                id,
                account,
                submit.getSourceAddrTon(),
                submit.getSourceAddrNpi(),
                submit.getSourceAddr(),
                submit.getDestAddrTon(),
                submit.getDestAddrNpi(),
                submit.getDestAddress(),
                Instant.now(),
                due);
    }

    Receipt again(long later) {
        return new Receipt(
                id, account, askerTon, askerNpi, asker, userTon, userNpi, user, submitted, later);
    }

    /// As it stands in responses and receipts.
    String messageId() {
        return messageId(id);
    }

    static String messageId(long id) {
        return Long.toString(id);
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(due - ((Receipt) other).due, 0);
    }
}
