package org.fivegmc.server.wiring;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.server.config.SipConfig;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.sip.resolve.Hop;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.sip.transport.SipTransport;

final class Resolvers {
    private Resolvers() {}

    static HopResolver of(SipConfig sip) {
        return new HopResolver() {
            @Override
            public void resolve(Uri uri, Consumer<Resolution> done) {
                try {
                    var t = uri.params().get("transport");
                    SipTransport transport = t != null && t.equalsIgnoreCase("tcp") ? SipTransport.TCP : SipTransport.UDP;
                    String host = uri.host().toString();
                    done.accept(new Resolution.Found(List.of(new Hop(transport, new InetSocketAddress(InetAddress.getByName(host), uri.port() > 0 ? uri.port() : 5060), host))));
                } catch (Exception e) {
                    done.accept(new Resolution.NotFound(e.toString()));
                }
            }

            @Override
            public void close() {}
        };
    }
}
