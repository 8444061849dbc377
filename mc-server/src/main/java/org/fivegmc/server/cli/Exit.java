package org.fivegmc.server.cli;

/// Exit codes of all commands.
public final class Exit {
    public static final int OK = 0;

    /// The server said no, or what was asked for does not exist.
    public static final int REFUSED = 1;

    /// The command line or the configuration is wrong.
    public static final int USAGE = 2;

    /// No server answers at that address.
    public static final int UNREACHABLE = 3;

    private Exit() {}
}
