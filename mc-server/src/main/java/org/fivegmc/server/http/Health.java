package org.fivegmc.server.http;

import java.util.List;

/// What the health endpoints ask. Answers come from memory; a probe never waits for a disk.
public interface Health {

    /// Whether the process is worth keeping: event loops tick, no writer is stuck.
    List<Check> live();

    /// Whether it should get traffic: store open, ports bound, not draining.
    List<Check> ready();

    /// One thing that was looked at.
    record Check(String name, boolean ok, String detail) {}
}
