package org.fivegmc.loadtest.raw;

import java.lang.foreign.Arena;

/// Sockets of one transport. A slot always uses the same socket, so a retransmission leaves as the
/// request did. Nothing waits except [#await].
sealed interface Transport extends AutoCloseable permits TcpTransport, UdpTransport {
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

    /// Connections that requests left by and the server closed.
    default long lostConnections() {
        return 0;
    }

    @Override
    void close();

    static Transport open(Arena arena, SystemCalls calls, RawOptions options, int longest) {
        return options.tcp()
                ? TcpTransport.open(arena, calls, options, longest)
                : UdpTransport.open(arena, calls, options, longest);
    }

    /// What a call answered, or an [IllegalStateException] that names the call and the error
    /// number.
    static int checked(String what, int answer) {
        if (answer < 0) {
            throw new IllegalStateException(what + ": " + SystemCalls.reason(-answer));
        }
        return answer;
    }
}
