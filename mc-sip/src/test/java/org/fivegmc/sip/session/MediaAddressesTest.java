package org.fivegmc.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.fivegmc.sip.resolve.Hop;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.wire.sdp.ConnectPoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RFC4975-5.4")
@Tag("RFC6714-4.2")
class MediaAddressesTest {
    private static final InetAddress OWN = InetAddress.ofLiteral("192.0.2.1");

    private final List<String> asked = new ArrayList<>();
    private final List<Optional<InetSocketAddress>> found = new ArrayList<>();

    private void find(String host, Predicate<InetAddress> mayConnect, String... addresses) {
        var finder =
                new MediaAddresses((uri, done) -> {
                    asked.add(uri.raw().toString());
                    done.accept(
                            addresses.length == 0
                                    ? new Resolution.NotFound("no such name")
                                    : new Resolution.Found(
                                            Arrays.stream(addresses)
                                                    .map(a -> hop(a, uri.port(), host))
                                                    .toList()));
                });
        finder.find(new ConnectPoint(host, 7_000), mayConnect, found::add);
    }

    private static Hop hop(String address, int port, String host) {
        return new Hop(
                SipTransport.TCP,
                new InetSocketAddress(InetAddress.ofLiteral(address), port),
                host);
    }

    @Test
    void anAddressIsWhatItIs() {
        find("192.0.2.1", OWN::equals);
        find("192.0.2.2", OWN::equals);
        find("::1", InetAddress::isLoopbackAddress);
        assertThat(found)
                .containsExactly(
                        Optional.of(new InetSocketAddress(OWN, 7_000)),
                        Optional.empty(),
                        Optional.of(new InetSocketAddress(InetAddress.ofLiteral("::1"), 7_000)));
        assertThat(asked).isEmpty();
    }

    /// Else a name would be the way around what an address may not.
    @Test
    void ofANameThatAddressCountsWhichMayBeConnectedTo() {
        find("relay.example", OWN::equals, "10.0.0.1", "192.0.2.1");
        find("relay.example", OWN::equals, "10.0.0.1", "127.0.0.1");
        find("relay.example", OWN::equals);
        assertThat(found)
                .containsExactly(
                        Optional.of(new InetSocketAddress(OWN, 7_000)),
                        Optional.empty(),
                        Optional.empty());
        assertThat(asked).hasSize(3).containsOnly("sip:relay.example:7000;transport=tcp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a;transport=udp", "a@b", "a:1", "a>", "a?x=y", "999.1.1.1 "})
    void whatIsNoNameIsNotLookedUp(String host) {
        find(host, _ -> true, "192.0.2.1");
        assertThat(found).containsExactly(Optional.empty());
        assertThat(asked).isEmpty();
    }
}
