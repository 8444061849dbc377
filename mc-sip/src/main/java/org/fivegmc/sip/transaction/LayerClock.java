package org.fivegmc.sip.transaction;

/// The loop of a transaction layer with the layer's timers.
record LayerClock(TransactionLayer layer) implements LoopClock {
    @Override
    public int index() {
        return layer.thread().index();
    }

    @Override
    public long nowMs() {
        return layer.nowMs();
    }

    @Override
    public void execute(Runnable task) {
        layer.onLoop(task);
    }

    @Override
    public Alarm alarm(Runnable due) {
        return new LayerAlarm(layer, due);
    }

    private static final class LayerAlarm extends TimerWheel.Timer implements Alarm {
        private final TransactionLayer layer;
        private final Runnable due;

        LayerAlarm(TransactionLayer layer, Runnable due) {
            this.layer = layer;
            this.due = due;
        }

        @Override
        public void set(long atMs) {
            layer.timers().start(this, atMs);
        }

        @Override
        public void stop() {
            layer.timers().stop(this);
        }

        @Override
        void fire(long nowMs) {
            try {
                due.run();
            } catch (RuntimeException e) {
                layer.events().handlerFailed(e);
            }
        }
    }
}
