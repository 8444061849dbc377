package org.fivegmc.loadtest.raw;

/// When requests leave. Closed loop: as soon as there is room in the window. Open loop: at absolute
/// times from the start on, whatever the answers do; who is late catches up at once, and the times
/// stay what they were, so that latencies count from when a request should have left.
sealed interface Pace {
    /// How many requests should have been started by now, over the whole run.
    long target(long now);

    /// When request `sequence` should leave.
    long intended(long sequence, long now);

    /// Nanoseconds until request `sequence` should leave, at most `most`.
    long wait(long sequence, long now, long most);

    static Pace closed() {
        return new Closed();
    }

    static Pace open(double rate, long start) {
        return new Open(rate, start);
    }

    record Closed() implements Pace {
        @Override
        public long target(long now) {
            return Long.MAX_VALUE;
        }

        @Override
        public long intended(long sequence, long now) {
            return now;
        }

        @Override
        public long wait(long sequence, long now, long most) {
            return most;
        }
    }

    record Open(double rate, long start) implements Pace {
        private static final double SECOND = 1e9;

        @Override
        public long target(long now) {
            return now < start ? 0 : (long) ((now - start) * rate / SECOND) + 1;
        }

        @Override
        public long intended(long sequence, long now) {
            return start + (long) (sequence * SECOND / rate);
        }

        @Override
        public long wait(long sequence, long now, long most) {
            return Math.clamp(intended(sequence, now) - now, 0, most);
        }
    }
}
