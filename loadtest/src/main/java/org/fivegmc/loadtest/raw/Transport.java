package org.fivegmc.loadtest.raw;

/// Sockets of one transport. A slot always uses the same socket, so a retransmission leaves as the
/// request did. Nothing waits except [#await].
sealed interface Transport extends AutoCloseable permits UdpTransport {
    /// The local port of each socket that requests leave by.
    int[] ports();

    /// How many requests may be written before the next [#flush].
    int room();

    void write(int slot, RequestWriter requests);

    /// Hands what was written to the kernel, as far as it takes it.
    void flush();

    /// Reads what is there, a batch from each socket at most, and sends the answers.
    ///
    /// @return whether there was anything
    boolean receive(Inbound inbound);

    /// Waits until there is something to read, at most so long.
    void await(long nanos);

    /// What was lost on the way: messages no buffer was large enough for or that are no SIP.
    long unreadable();

    @Override
    void close();
}
