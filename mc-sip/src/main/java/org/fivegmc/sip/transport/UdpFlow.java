package org.fivegmc.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.fivegmc.sip.codec.SipWriter;
import org.jspecify.annotations.Nullable;

/// A local UDP socket and a remote address. Made anew for each datagram: it holds nothing but the
/// two.
@SuppressWarnings("FutureReturnValueIgnored") // what fails comes up in the pipeline
final class UdpFlow extends Flow {
    private final UdpSocket socket;

    UdpFlow(UdpSocket socket, InetSocketAddress remote) {
        super(SipTransport.UDP, socket.local(), remote);
        this.socket = socket;
    }

    @Override
    public long number() {
        return 0;
    }

    @Override
    public boolean isOpen() {
        return socket.channel().isActive();
    }

    @Override
    public SipLoop loop() {
        return socket.loop();
    }

    @Override
    public boolean send(SipWriter message) {
        if (!socket.channel().isWritable() || message.length() > UdpSocket.MAX_PAYLOAD) {
            socket.events()
                    .dropped(
                            message.length() > UdpSocket.MAX_PAYLOAD
                                    ? SipEvents.Drop.TOO_LARGE
                                    : SipEvents.Drop.UDP_BACKLOG);
            return false;
        }
        ByteBuf out = socket.channel().alloc().directBuffer(message.length());
        message.copyTo(out);
        socket.channel().write(new DatagramPacket(out, remote()), socket.channel().voidPromise());
        socket.loop().markDirty(socket.channel(), socket.dirty());
        return true;
    }

    @Override
    public boolean sendAlike(SipWriter message) {
        if (socket.channel().isWritable() && socket.alike().add(message, remote())) {
            socket.loop().markDirty(socket.channel(), socket.dirty());
            return true;
        }
        return send(message);
    }

    @Override
    public Flow toPort(int port) {
        return port == remote().getPort()
                ? this
                : new UdpFlow(socket, new InetSocketAddress(remote().getAddress(), port));
    }

    @Override
    public String viaSentBy() {
        return socket.viaSentBy();
    }

    @Override
    public void close(CloseReason reason) {
        // the socket belongs to all peers
    }

    @Override
    public Optional<SSLSession> tls() {
        return Optional.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UdpFlow f && f.socket.equals(socket) && f.remote().equals(remote());
    }

    @Override
    public int hashCode() {
        return remote().hashCode();
    }
}
