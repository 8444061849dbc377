package org.fivegmc.loadtest.handset;

import java.util.List;
import java.util.ListIterator;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.message.Request;

/// Sends every request to the one server of the handset, whatever Route and Request-URI say: a
/// handset has one way into the network. Public, as JAIN-SIP creates it by name; the second
/// argument is the stack's OUTBOUND_PROXY, `host:port/transport`.
public final class FixedRouter implements Router {
    private final Hop hop;

    public FixedRouter(SipStack stack, String outboundProxy) {
        this.hop = parse(outboundProxy);
    }

    @Override
    public Hop getOutboundProxy() {
        return hop;
    }

    @Override
    public Hop getNextHop(Request request) {
        return hop;
    }

    // Older than generics, and still abstract.
    @SuppressWarnings({"rawtypes", "deprecation"})
    @Override
    public ListIterator getNextHops(Request request) {
        return List.of(hop).listIterator();
    }

    private static Hop parse(String text) {
        int slash = text.lastIndexOf('/');
        int colon = text.lastIndexOf(':', slash);
        return new ServerHop(
                text.substring(0, colon),
                Integer.parseInt(text.substring(colon + 1, slash)),
                text.substring(slash + 1));
    }

    private record ServerHop(String host, int port, String transport) implements Hop {
        @Override
        public String getHost() {
            return host;
        }

        @Override
        public int getPort() {
            return port;
        }

        @Override
        public String getTransport() {
            return transport;
        }
    }
}
