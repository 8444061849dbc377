package org.fivegmc.sip;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipTransport;

/// The connections over which users have registered: to send to them, and to know who speaks on a
/// connection that proved itself. Datagrams prove nothing and are not kept. Thread-safe.
final class FlowTable {

    /// @param user whom the connection has proven to be
    private record Entry(Flow flow, Optional<Msisdn> user) {}

    private final Map<String, Entry> connections = new ConcurrentHashMap<>();

    /// How a flow is called in stored contacts: transport, remote address, and for a connection its
    /// number. Without the number, a user whose connection is gone could be sent to over that of a
    /// stranger who got the same address from a NAT.
    static String name(Flow flow) {
        InetSocketAddress remote = flow.remote();
        String address =
                flow.transport()
                        + " "
                        + remote.getAddress().getHostAddress()
                        + " "
                        + remote.getPort();
        return isConnection(flow) ? address + " " + Long.toHexString(flow.number()) : address;
    }

    static boolean isConnection(Flow flow) {
        return flow.transport() != SipTransport.UDP;
    }

    void registered(Flow flow, Optional<Msisdn> proven) {
        if (isConnection(flow) && flow.isOpen()) {
            connections.put(name(flow), new Entry(flow, proven));
            if (!flow.isOpen()) {
                closed(flow); // it closed meanwhile, and the notice came before the entry
            }
        }
    }

    void closed(Flow flow) {
        connections.computeIfPresent(
                name(flow), (_, entry) -> entry.flow().equals(flow) ? null : entry);
    }

    Optional<Flow> open(String name) {
        return Optional.ofNullable(connections.get(name)).map(Entry::flow).filter(Flow::isOpen);
    }

    Optional<Msisdn> userOf(Flow flow) {
        return Optional.ofNullable(connections.get(name(flow)))
                .filter(entry -> entry.flow().equals(flow))
                .flatMap(Entry::user);
    }

    int size() {
        return connections.size();
    }
}
