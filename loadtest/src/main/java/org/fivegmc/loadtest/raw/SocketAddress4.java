package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/// An IPv4 address and port as the socket calls want it: `struct sockaddr_in`, 16 bytes.
record SocketAddress4(Inet4Address host, int port) {
    static final int BYTES = 16;

    private static final short AF_INET = 2;
    private static final int PORT_AT = 2;
    private static final int HOST_AT = 4;
    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /// Throws [IllegalArgumentException] with a readable message.
    static SocketAddress4 of(String host, int port) {
        try {
            for (InetAddress candidate : InetAddress.getAllByName(host)) {
                if (candidate instanceof Inet4Address four) {
                    return new SocketAddress4(four, port);
                }
            }
        } catch (UnknownHostException _) {
            // Said below.
        }
        throw new IllegalArgumentException("no IPv4 address: " + host);
    }

    SocketAddress4 withPort(int other) {
        return new SocketAddress4(host, other);
    }

    String hostText() {
        return host.getHostAddress();
    }

    void write(MemorySegment to, long at) {
        to.asSlice(at, BYTES).fill((byte) 0);
        to.set(JAVA_SHORT, at, AF_INET);
        to.set(NETWORK_SHORT, at + PORT_AT, (short) port);
        MemorySegment.copy(host.getAddress(), 0, to, JAVA_BYTE, at + HOST_AT, 4);
    }

    static int port(MemorySegment from, long at) {
        return from.get(NETWORK_SHORT, at + PORT_AT) & 0xffff;
    }
}
