package org.fivegmc.loadtest.a2p;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivegmc.loadtest.http.HttpLink;
import org.jspecify.annotations.Nullable;

/// One connection and the thread on it.
final class Submitter {
    private static final Pattern CODE = Pattern.compile("\"errorCode\":\"?(-?\\d+)");
    private static final Pattern TOKEN = Pattern.compile("\"accessToken\":\"([^\"]+)\"");
    private static final String TAKEN = "\"errorCode\":\"0\"";
    private static final int BUSY = -1;
    private static final int WRONG_TOKEN = 40_014;
    private static final int OLD_TOKEN = 42_001;
    private static final int PAUSE_MILLIS = 100;

    /// A message is given up when it could not be handed over for so long.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final A2pOptions options;
    private final Requests requests;
    private final Tally tally;
    private final Token token;
    private @Nullable HttpLink link;

    /// The access token of all connections; a new one ends the one before.
    static final class Token {
        private final A2pOptions options;
        private final Requests requests;
        private volatile String value = "";

        Token(A2pOptions options, Requests requests) {
            this.options = options;
            this.requests = requests;
        }

        /// Fetches another one, unless somebody has since.
        synchronized void renew(String known) throws IOException {
            if (!value.equals(known)) {
                return;
            }
            byte[] keys = requests.keys();
            try (HttpLink link = HttpLink.connect(options.server())) {
                link.send(requests.head("accessToken", "", keys.length), ByteBuffer.wrap(keys));
                String answer = link.text(link.head().length());
                Matcher found = TOKEN.matcher(answer);
                if (!found.find()) {
                    throw new IllegalStateException("no access token: " + answer);
                }
                value = found.group(1);
            }
        }
    }

    Submitter(A2pOptions options, Requests requests, Token token, Tally tally) {
        this.options = options;
        this.requests = requests;
        this.token = token;
        this.tally = tally;
    }

    /// One message after the other, until `next` gives -1.
    ///
    /// @param due when a message is, in nanoseconds; 0 for now
    void submit(LongSupplier next, java.util.function.LongUnaryOperator due) {
        try {
            for (long n = next.getAsLong(); n >= 0; n = next.getAsLong()) {
                long at = due.applyAsLong(n);
                long now = System.nanoTime();
                while (at != 0 && at - now > 0) {
                    LockSupport.parkNanos(at - now);
                    now = System.nanoTime();
                }
                handOver(n, at == 0 ? now : at);
            }
        } finally {
            close();
        }
    }

    private void handOver(long number, long since) {
        byte[] body = requests.message(number);
        long until = System.nanoTime() + PATIENCE_NANOS;
        boolean again = true;
        while (again && System.nanoTime() - until < 0) {
            String known = token.value;
            try {
                HttpLink open = open();
                open.send(requests.head("messages", known, body.length), ByteBuffer.wrap(body));
                String answer = open.text(open.head().length());
                if (answer.contains(TAKEN)) {
                    tally.taken(number, (System.nanoTime() - since) / 1000);
                    return;
                }
                again = isToBeRepeated(code(answer), known, answer);
            } catch (IOException _) {
                tally.connectionsLost.increment();
                close();
                pause();
            }
        }
        tally.notTaken.increment();
    }

    private boolean isToBeRepeated(int code, String known, String answer) throws IOException {
        return switch (code) {
            case BUSY -> {
                tally.busy.increment();
                pause();
                yield true;
            }
            case WRONG_TOKEN, OLD_TOKEN -> {
                tally.renewed.increment();
                token.renew(known);
                yield true;
            }
            default -> {
                tally.refused(answer);
                yield false;
            }
        };
    }

    private static int code(String answer) {
        Matcher code = CODE.matcher(answer);
        return code.find() ? Integer.parseInt(code.group(1)) : Integer.MIN_VALUE;
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }

    private HttpLink open() throws IOException {
        HttpLink open = link;
        if (open == null) {
            open = HttpLink.connect(options.server());
            link = open;
        }
        return open;
    }

    private void close() {
        if (link != null) {
            link.close();
            link = null;
        }
    }
}
