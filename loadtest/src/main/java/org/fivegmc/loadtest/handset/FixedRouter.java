package org.fivegmc.loadtest.handset;

import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;

/// Sends every request to the one server of the handset, whatever Route and Request-URI say: a
/// handset has one way into the network. Requests within a dialog go where its route set or the
/// other side's Contact leads (RFC 3261 section 12.2.1.1), when that is an IP address, so that what
/// the server writes there is put to the proof. Public, as JAIN-SIP creates it by name; the second
/// argument is the stack's OUTBOUND_PROXY, `host:port/transport`.
public final class FixedRouter implements Router {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");
    private static final int DEFAULT_PORT = 5060;

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
        boolean within =
                request.getHeader(ToHeader.NAME) instanceof ToHeader to && to.getTag() != null;
        return within ? next(request) : hop;
    }

    private Hop next(Request request) {
        URI target =
                request.getHeader(RouteHeader.NAME) instanceof RouteHeader route
                        ? route.getAddress().getURI()
                        : request.getRequestURI();
        if (!(target instanceof SipURI uri) || !ADDRESS.matcher(uri.getHost()).matches()) {
            return hop;
        }
        String transport = uri.getTransportParam();
        return new ServerHop(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                transport == null ? hop.getTransport() : transport.toLowerCase(Locale.ROOT));
    }

    // Older than generics, and still abstract.
    @SuppressWarnings({"rawtypes", "deprecation"})
    @Override
    public ListIterator getNextHops(Request request) {
        return List.of(getNextHop(request)).listIterator();
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
