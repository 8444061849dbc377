package org.fivegmc.loadtest.handsets;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// How the handsets of a run are: where their server is, how they reach it, and what they ask for.
/// `bodyBytes` is the size of a message's CPIM body; `lateMicros` after it was sent, or after its
/// recipient came back, a message is late.
record LoadProfile(
        InetSocketAddress server,
        InetAddress local,
        Transport transport,
        int sockets,
        String domain,
        int firstNumber,
        int expires,
        int bodyBytes,
        Reports reports,
        long lateMicros,
        long readMicros,
        Optional<String> password) {
    /// How messages travel to the server.
    enum Transport {
        UDP,
        TCP
    }

    /// What senders want to be told.
    enum Reports {
        NONE(false, false),
        DELIVERED(true, false),
        BOTH(true, true);

        private final boolean delivered;
        private final boolean displayed;

        Reports(boolean delivered, boolean displayed) {
            this.delivered = delivered;
            this.displayed = displayed;
        }

        boolean delivered() {
            return delivered;
        }

        boolean displayed() {
            return displayed;
        }
    }
}
