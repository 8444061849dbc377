package org.fivegmc.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.codec.Via;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.Transports;

/// The sent-by values this server writes into Via, of all its listeners: what left by UDP may come
/// back by TCP. Hosts in lower case, ports always written. Immutable.
record OwnAddresses(Set<String> sentBys) {

    static final OwnAddresses NONE = new OwnAddresses(Set.of());

    OwnAddresses {
        sentBys = Set.copyOf(sentBys);
    }

    /// @param listeners with the ports they are really bound to
    static OwnAddresses of(List<ListenerConfig> listeners) {
        var sentBys = new HashSet<String>();
        for (ListenerConfig listener : listeners) {
            int port = listener.bind().getPort();
            if (!listener.advertised().isEmpty()) {
                sentBys.add(withPort(listener.advertised(), listener.transport()));
            } else if (listener.bind().getAddress().isAnyLocalAddress()) {
                local().forEach(address -> sentBys.add(sentBy(address, port)));
            }
            sentBys.add(sentBy(listener.bind().getAddress(), port));
        }
        return new OwnAddresses(sentBys);
    }

    /// Whether the request has passed this server before (RFC 3261 section 16.3, step 4).
    boolean sent(SipRequest request) {
        for (Span value : request.values(HeaderName.VIA)) {
            Via via = Via.parse(value);
            if (via != null && isOwn(via)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOwn(Via via) {
        int port =
                via.port() >= 0 ? via.port() : defaultPort(via.transport().equalsIgnoreCase("TLS"));
        Span host = via.host();
        for (String own : sentBys) {
            // most are told apart by their length, before anything is made of them
            if (own.length() > host.length()
                    && own.charAt(host.length()) == ':'
                    && host.equalsIgnoreCase(own.substring(0, host.length()))
                    && own.substring(host.length() + 1).equals(Integer.toString(port))) {
                return true;
            }
        }
        return false;
    }

    private static String sentBy(InetAddress address, int port) {
        return Transports.hostPort(new InetSocketAddress(address, port)).toLowerCase(Locale.ROOT);
    }

    private static String withPort(String advertised, SipTransport transport) {
        String lower = advertised.toLowerCase(Locale.ROOT);
        boolean written = lower.lastIndexOf(':') > lower.lastIndexOf(']');
        return written ? lower : lower + ":" + defaultPort(transport == SipTransport.TLS);
    }

    private static int defaultPort(boolean tls) {
        return tls ? 5061 : 5060;
    }

    private static List<InetAddress> local() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException _) {
            return List.of();
        }
    }
}
