package org.fivegmc.loadtest.smppsink;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.ServerConnectionFactory;
import org.jsmpp.session.connection.socket.SocketConnection;

/// The listening socket, on one address, with connections that send at once what is written.
final class SmscSocket implements ServerConnection, ServerConnectionFactory {
    private static final int BACKLOG = 64;

    private final ServerSocket socket;

    SmscSocket(InetSocketAddress address) throws IOException {
        this.socket = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
    }

    int port() {
        return socket.getLocalPort();
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public Connection accept() throws IOException {
        Socket accepted = socket.accept();
        accepted.setTcpNoDelay(true);
        return new SocketConnection(accepted);
    }

    @Override
    public void setSoTimeout(int timeout) throws IOException {
        socket.setSoTimeout(timeout);
    }

    @Override
    public int getSoTimeout() throws IOException {
        return socket.getSoTimeout();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @Override
    public ServerConnection listen(int port) {
        return this;
    }

    @Override
    public ServerConnection listen(int port, int timeout) {
        return this;
    }

    @Override
    public ServerConnection listen(int port, int timeout, int backlog) {
        return this;
    }
}
