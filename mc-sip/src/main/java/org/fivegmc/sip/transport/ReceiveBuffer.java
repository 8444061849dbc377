package org.fivegmc.sip.transport;

import io.netty.channel.Channel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What waits in the kernel to be read from a socket (Linux, `SO_MEMINFO`).
final class ReceiveBuffer {

    private static final int SOL_SOCKET = 1;
    private static final int SO_MEMINFO = 55;

    /// Memory taken by what waits, and how much it may take: the first two of nine counts.
    private static final int COUNTS = 9;

    private static final RawUnixChannelOption MEMORY =
            new RawUnixChannelOption("SO_MEMINFO", SOL_SOCKET, SO_MEMINFO, COUNTS * Integer.BYTES);

    private ReceiveBuffer() {}

    /// From 0, empty, to 1, full; 0 where it is not known.
    static float fill(Channel socket) {
        ByteBuffer counts = socket.config().getOption(MEMORY);
        if (counts == null) {
            return 0;
        }
        counts.order(ByteOrder.nativeOrder());
        int limit = counts.getInt(Integer.BYTES);
        return limit <= 0 ? 0 : (float) counts.getInt(0) / limit;
    }
}
