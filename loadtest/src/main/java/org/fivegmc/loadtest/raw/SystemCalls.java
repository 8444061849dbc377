package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The socket calls of Linux (64 bits), called through the JDK's linker: `java.nio` has neither
/// recvmmsg nor sendmmsg, and one call for one datagram would make the generator the bottleneck.
///
/// Every method answers what the call answers, or the negative error number. One instance belongs
/// to one thread: it holds the place where the linker leaves the error number.
@SuppressWarnings("restricted") // what it is for: calls into the C library
final class SystemCalls {
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_SNDTIMEO = 21;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int IPPROTO_TCP = 6;
    static final int TCP_NODELAY = 1;
    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final short POLLIN = 1;
    static final short POLLOUT = 4;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOBUFS = 105;
    static final int ECONNREFUSED = 111;

    private static final int AF_INET = 2;
    private static final int PR_SET_TIMERSLACK = 29;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT =
            call("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle LISTEN = call("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT4 =
            call("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKNAME =
            call("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle RECVMMSG =
            call("recvmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle SENDMMSG =
            call("sendmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle RECV =
            call("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND =
            call("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PPOLL =
            call("ppoll", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle PRCTL =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("prctl"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG),
                    Linker.Option.captureCallState("errno"),
                    Linker.Option.firstVariadicArg(1));

    private final MemorySegment state;
    private final MemorySegment option;
    private final MemorySegment address;
    private final MemorySegment addressLength;
    private final MemorySegment timespec;

    SystemCalls(Arena arena) {
        state = arena.allocate(STATE);
        option = arena.allocate(2 * Long.BYTES, Long.BYTES);
        address = arena.allocate(SocketAddress4.BYTES, Long.BYTES);
        addressLength = arena.allocate(JAVA_INT);
        timespec = arena.allocate(2 * Long.BYTES, Long.BYTES);
    }

    // Not as critical calls: measured, these are no faster with batches of 64.
    private static MethodHandle call(String name, ValueLayout answer, ValueLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(answer, arguments),
                Linker.Option.captureCallState("errno"));
    }

    int socket(int type) {
        try {
            return orError((int) SOCKET.invokeExact(state, AF_INET, type | SOCK_CLOEXEC, 0));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    int option(int socket, int level, int name, int value) {
        option.set(JAVA_INT, 0, value);
        return option(socket, level, name, option, Integer.BYTES);
    }

    /// For the options whose value is a `struct timeval`.
    int optionSeconds(int socket, int level, int name, long seconds) {
        option.set(JAVA_LONG, 0, seconds);
        option.set(JAVA_LONG, Long.BYTES, 0);
        return option(socket, level, name, option, 2 * Long.BYTES);
    }

    private int option(int socket, int level, int name, MemorySegment value, int length) {
        try {
            return orError((int) SETSOCKOPT.invokeExact(state, socket, level, name, value, length));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    int bind(int socket, SocketAddress4 to) {
        to.write(address, 0);
        try {
            return orError((int) BIND.invokeExact(state, socket, address, SocketAddress4.BYTES));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    int connect(int socket, SocketAddress4 to) {
        to.write(address, 0);
        try {
            return orError((int) CONNECT.invokeExact(state, socket, address, SocketAddress4.BYTES));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    int listen(int socket, int backlog) {
        try {
            return orError((int) LISTEN.invokeExact(state, socket, backlog));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    /// The listening socket must not block, or this waits.
    int accept(int socket) {
        try {
            return orError(
                    (int)
                            ACCEPT4.invokeExact(
                                    state,
                                    socket,
                                    MemorySegment.NULL,
                                    MemorySegment.NULL,
                                    SOCK_CLOEXEC));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    int localPort(int socket) {
        addressLength.set(JAVA_INT, 0, SocketAddress4.BYTES);
        try {
            int answer =
                    orError((int) GETSOCKNAME.invokeExact(state, socket, address, addressLength));
            return answer < 0 ? answer : SocketAddress4.port(address, 0);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    /// Never waits.
    int receiveBatch(int socket, MemorySegment headers, int count) {
        try {
            return orError(
                    (int)
                            RECVMMSG.invokeExact(
                                    state,
                                    socket,
                                    headers,
                                    count,
                                    MSG_DONTWAIT,
                                    MemorySegment.NULL));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    /// Never waits.
    int sendBatch(int socket, MemorySegment headers, int count) {
        try {
            return orError(
                    (int)
                            SENDMMSG.invokeExact(
                                    state, socket, headers, count, MSG_DONTWAIT | MSG_NOSIGNAL));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    /// Never waits; 0 is the end of the stream.
    int receive(int socket, MemorySegment into) {
        try {
            long answer =
                    (long) RECV.invokeExact(state, socket, into, into.byteSize(), MSG_DONTWAIT);
            return orError((int) answer);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    /// Never waits.
    int send(int socket, MemorySegment octets) {
        try {
            long answer =
                    (long)
                            SEND.invokeExact(
                                    state,
                                    socket,
                                    octets,
                                    octets.byteSize(),
                                    MSG_DONTWAIT | MSG_NOSIGNAL);
            return orError((int) answer);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    /// Waits at most `nanos` for one of the sockets in `pollfds` (8 bytes each).
    int poll(MemorySegment pollfds, int count, long nanos) {
        timespec.set(JAVA_LONG, 0, nanos / 1_000_000_000L);
        timespec.set(JAVA_LONG, Long.BYTES, nanos % 1_000_000_000L);
        try {
            return orError(
                    (int)
                            PPOLL.invokeExact(
                                    state, pollfds, (long) count, timespec, MemorySegment.NULL));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    int close(int socket) {
        try {
            return orError((int) CLOSE.invokeExact(state, socket));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    /// How late the kernel may wake this thread: 50 µs unless asked, which an open loop would see
    /// as latency of the server.
    int timerSlack(long nanos) {
        try {
            return orError((int) PRCTL.invokeExact(state, PR_SET_TIMERSLACK, nanos));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    /// An error number in words, as far as a user of the generator may meet it.
    static String reason(int error) {
        return switch (error) {
            case 13 -> "not permitted";
            case 24 -> "too many open files";
            case 90 -> "longer than a datagram may be";
            case 98 -> "the address is in use";
            case 99 -> "the address is not of this machine";
            case ECONNREFUSED -> "nobody listens there";
            case 115 -> "no answer in time";
            default -> "error " + error;
        };
    }

    private int orError(int answer) {
        return answer >= 0 ? answer : -(int) ERRNO.get(state, 0L);
    }

    private static IllegalStateException unexpected(Throwable failed) {
        return new IllegalStateException("a call into the C library failed", failed);
    }
}
