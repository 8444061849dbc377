package org.fivegmc.sip.resolve;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The questions RFC 3263 asks the DNS. A stage fails only when the DNS gave no answer; "there is
/// none" is an empty list.
public interface DnsRecords extends AutoCloseable {
    /// One NAPTR record.
    ///
    /// @param order lower first
    /// @param preference lower first within an order
    /// @param service as `SIP+D2T`
    /// @param flags `s` when the replacement has SRV records
    /// @param replacement the name to go on with
    record Naptr(int order, int preference, String service, String flags, String replacement) {}

    /// One SRV record.
    ///
    /// @param priority lower first
    /// @param weight share within a priority
    /// @param port the port
    /// @param target the host
    record Srv(int priority, int weight, int port, String target) {}

    CompletionStage<List<Naptr>> naptr(String name);

    CompletionStage<List<Srv>> srv(String name);

    /// A and AAAA.
    CompletionStage<List<InetAddress>> addresses(String host);

    @Override
    default void close() {}
}
