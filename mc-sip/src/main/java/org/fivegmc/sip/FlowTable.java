package org.fivegmc.sip;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipTransport;

/// The connections over which users have registered: to send to them, and to know who speaks on a
/// connection that proved itself.
///
/// ```
///             bound, proven alone           another user bound, or not alone
///  (nothing) --------------------> proven -----------------------------------> shared
///      ^  ^                          |  |                                        |
///      |  +---- unbound, forgotten --+  +-- expired: proves nothing              |
///      +------------------------- closed ----------------------------------------+
/// ```
///
/// A shared connection, as of a proxy, still leads to its users, but proves none of them. Datagrams
/// prove nothing and are not kept. Thread-safe.
final class FlowTable {

    /// @param user whom the connection has proven to be, if anybody
    /// @param untilMs end of the registration that proved it, milliseconds since the epoch
    private record Entry(Flow flow, Optional<Msisdn> user, long untilMs, boolean shared) {

        Entry bound(Optional<Msisdn> proven, long until) {
            boolean another = user.isPresent() && !user.equals(proven);
            return shared || another || proven.isEmpty()
                    ? new Entry(flow, Optional.empty(), until, true)
                    : new Entry(flow, proven, until, false);
        }
    }

    private final Map<String, Entry> connections = new ConcurrentHashMap<>();
    private final InstantSource clock;

    FlowTable(InstantSource clock) {
        this.clock = clock;
    }

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

    /// A user is bound to the flow.
    ///
    /// @param proven the user, if it is surely the user who speaks there; empty for a proxy
    void bound(Flow flow, Optional<Msisdn> proven, long untilMs) {
        if (isConnection(flow) && flow.isOpen()) {
            connections.compute(
                    name(flow),
                    (_, before) ->
                            (before == null || !before.flow().equals(flow)
                                            ? new Entry(flow, Optional.empty(), 0, false)
                                            : before)
                                    .bound(proven, untilMs));
            if (!flow.isOpen()) {
                closed(flow); // it closed meanwhile, and the notice came before the entry
            }
        }
    }

    /// The user is no longer bound to the flow, which proves nothing any more.
    void unbound(Flow flow, Msisdn user) {
        connections.computeIfPresent(
                name(flow),
                (_, entry) ->
                        entry.flow().equals(flow) && entry.user().equals(Optional.of(user))
                                ? null
                                : entry);
    }

    /// The user's account changed or is gone: nobody is this user before proving it again. Walks
    /// through all connections; for operators.
    void forget(Msisdn user) {
        connections.replaceAll((_, entry) ->
                entry.user().equals(Optional.of(user))
                        ? new Entry(entry.flow(), Optional.empty(), entry.untilMs(), false)
                        : entry);
    }

    void closed(Flow flow) {
        connections.computeIfPresent(
                name(flow), (_, entry) -> entry.flow().equals(flow) ? null : entry);
    }

    Optional<Flow> open(String name) {
        return Optional.ofNullable(connections.get(name)).map(Entry::flow).filter(Flow::isOpen);
    }

    /// Who has proven to speak on the flow, while that registration lasts.
    Optional<Msisdn> userOf(Flow flow) {
        return Optional.ofNullable(connections.get(name(flow)))
                .filter(entry -> entry.flow().equals(flow) && clock.millis() < entry.untilMs())
                .flatMap(Entry::user);
    }

    int size() {
        return connections.size();
    }
}
