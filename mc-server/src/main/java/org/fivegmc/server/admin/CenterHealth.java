package org.fivegmc.server.admin;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageHealth;
import org.fivegmc.server.http.Health;
import org.fivegmc.sip.SipService;

/// What the health endpoints tell of a running center.
public final class CenterHealth implements Health {

    private static final double FULL = 0.95;

    /// A turn of a writer that takes longer hangs: commits give up long before.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final MessageCenter center;
    private final StorageEngine engine;
    private final SipService sip;
    private final BooleanSupplier draining;

    public CenterHealth(
            MessageCenter center, StorageEngine engine, SipService sip, BooleanSupplier draining) {
        this.center = center;
        this.engine = engine;
        this.sip = sip;
        this.draining = draining;
    }

    /// Whether every check of [#ready()] is fine.
    public boolean isReady() {
        return ready().stream().allMatch(Check::ok);
    }

    @Override
    public List<Check> live() {
        return List.of(
                check(
                        "writers",
                        center.isAlive(PATIENCE),
                        "shard writers run",
                        "a shard writer hangs"),
                check("sip-loops", sip.isAlive(), "event loops run", "an event loop hangs"));
    }

    private static Check check(String name, boolean ok, String good, String bad) {
        return new Check(name, ok, ok ? good : bad);
    }

    @Override
    public List<Check> ready() {
        Check store =
                switch (engine.health()) {
                    case StorageHealth.Healthy() ->
                            new Check(
                                    "store",
                                    !center.isDegraded(),
                                    center.isDegraded() ? "commits fail" : "takes commits");
                    case StorageHealth.Degraded(var reason) -> new Check("store", false, reason);
                };
        double load = center.load();
        return List.of(
                store,
                check("listeners", sip.isListening(), "open", "not open"),
                new Check("queues", load < FULL, Math.round(load * 100) + " % full"),
                new Check(
                        "draining",
                        !draining.getAsBoolean(),
                        draining.getAsBoolean() ? "being shut down" : "in service"));
    }
}
