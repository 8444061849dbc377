package org.fivegmc.loadtest.bench.row;

import java.io.PrintStream;
import java.nio.file.Path;
import org.fivegmc.loadtest.bench.peer.Cpus;
import org.fivegmc.loadtest.bench.result.Results;
import org.fivegmc.loadtest.bench.result.Variant;
import org.fivegmc.loadtest.process.Checkout;

/// What all rows of a run share.
///
/// @param work where the servers keep their data while they are measured
/// @param peers whether the peers are measured too
/// @param server,load where the server or its peer runs, and where the load tools do
public record Setting(
        Checkout checkout,
        Results results,
        Path work,
        Variant variant,
        boolean peers,
        Cpus server,
        Cpus load,
        PrintStream out) {}
