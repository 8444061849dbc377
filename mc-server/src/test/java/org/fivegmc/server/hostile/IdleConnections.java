package org.fivegmc.server.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// Opens connections and says nothing on them, in a process of its own, so that its descriptors are
/// not the server's: `IdleConnections host port count`. Prints a line when all are open and ends
/// when its input does.
final class IdleConnections {

    private IdleConnections() {}

    public static void main(String[] args) throws IOException {
        var server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        int count = Integer.parseInt(args[2]);
        List<SocketChannel> open = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            open.add(SocketChannel.open(server));
        }
        System.out.println("open " + open.size());
        System.out.flush();
        try (InputStream in = System.in) {
            while (in.read() >= 0) {
                // until whoever started this has ended it
            }
        }
        for (SocketChannel channel : open) {
            channel.close();
        }
    }
}
