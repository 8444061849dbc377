package org.fivegmc.sip.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.wire.sdp.ConnectPoint;

/// Where a peer that wants to be connected to is. What a description names is looked up when it is
/// a name (RFC 4975 section 5.4, RFC 6714 section 4.2); whether its addresses may be connected to
/// is asked of what was found, so that no name leads where an address may not. Thread-safe.
final class MediaAddresses {
    private final HopResolver names;

    MediaAddresses(HopResolver names) {
        this.names = names;
    }

    /// @param done gets the first address that may be, or nothing; called once, perhaps at once, by
    ///   any thread
    void find(
            ConnectPoint point,
            Predicate<InetAddress> mayConnect,
            Consumer<Optional<InetSocketAddress>> done) {
        Optional<InetAddress> literal = literal(point.host());
        if (literal.isPresent()) {
            done.accept(
                    literal.filter(mayConnect)
                            .map(address -> new InetSocketAddress(address, point.port())));
            return;
        }
        Uri uri = Uri.parse("sip:" + point.host() + ":" + point.port() + ";transport=tcp");
        if (uri == null || !uri.isSip() || !uri.host().contentEquals(point.host())) {
            done.accept(Optional.empty());
            return;
        }
        names.resolve(uri, found -> done.accept(first(found, mayConnect)));
    }

    private static Optional<InetSocketAddress> first(
            Resolution found, Predicate<InetAddress> mayConnect) {
        return switch (found) {
            case Resolution.Found(var hops) ->
                    hops.stream()
                            .map(hop -> hop.address())
                            .filter(address -> mayConnect.test(address.getAddress()))
                            .findFirst();
            case Resolution.NotFound _ -> Optional.empty();
        };
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
