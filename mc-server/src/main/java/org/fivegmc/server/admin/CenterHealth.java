package org.fivegmc.server.admin;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageHealth;
import org.fivegmc.server.http.Health;

/// What the health endpoints tell of a running center.
public final class CenterHealth implements Health {

    private static final double FULL = 0.95;

    private final MessageCenter center;
    private final StorageEngine engine;
    private final BooleanSupplier draining;

    public CenterHealth(MessageCenter center, StorageEngine engine, BooleanSupplier draining) {
        this.center = center;
        this.engine = engine;
        this.draining = draining;
    }

    /// Whether every check of [#ready()] is fine.
    public boolean isReady() {
        return ready().stream().allMatch(Check::ok);
    }

    @Override
    public List<Check> live() {
        return List.of(new Check("writers", center.isAlive(), "shard writers run"));
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
                new Check("queues", load < FULL, Math.round(load * 100) + " % full"),
                new Check(
                        "draining",
                        !draining.getAsBoolean(),
                        draining.getAsBoolean() ? "being shut down" : "in service"));
    }
}
