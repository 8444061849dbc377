package org.fivegmc.server.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/// A TCP connection to the server. Answers to hostile requests carry no body, so an empty line ends
/// each.
final class TcpPeer implements AutoCloseable {

    /// What [#finalAnswer] says when the server closes the connection without one.
    static final int CLOSED = -1;

    private static final int MAX_HEAD = 1 << 20;

    private final Socket socket = new Socket();

    TcpPeer(InetSocketAddress server) throws IOException {
        socket.connect(server, 5_000);
        socket.setTcpNoDelay(true);
    }

    Socket socket() {
        return socket;
    }

    /// @return false when the server has closed the connection
    boolean send(byte[] octets) throws IOException {
        try {
            socket.getOutputStream().write(octets);
            return true;
        } catch (SocketException _) {
            return false;
        }
    }

    /// The status of the next final answer, 0 when none comes in time, [#CLOSED].
    int finalAnswer(byte[] request, int waitMs) throws IOException {
        send(request);
        return finalAnswer(waitMs);
    }

    int finalAnswer(int waitMs) throws IOException {
        socket.setSoTimeout(waitMs);
        var head = new StringBuilder();
        try {
            while (head.length() < MAX_HEAD) {
                int octet = socket.getInputStream().read();
                if (octet < 0) {
                    return CLOSED;
                }
                head.append((char) octet);
                if (head.toString().isBlank()) {
                    head.setLength(0);
                } else if (octet == '\n' && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
                    int status = Requests.status(head.toString());
                    if (status >= 200) {
                        return status;
                    }
                    head.setLength(0);
                }
            }
        } catch (SocketTimeoutException _) {
            return 0;
        } catch (SocketException _) {
            return CLOSED;
        }
        return 0;
    }

    /// Whether the server closes the connection within the time; what it says before is skipped.
    boolean isClosedWithin(int waitMs) throws IOException {
        socket.setSoTimeout(waitMs);
        try {
            byte[] skipped = new byte[4096];
            while (true) {
                if (socket.getInputStream().read(skipped) < 0) {
                    return true;
                }
            }
        } catch (SocketTimeoutException _) {
            return false;
        } catch (SocketException _) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
