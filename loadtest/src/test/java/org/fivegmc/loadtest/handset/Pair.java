package org.fivegmc.loadtest.handset;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.fivegmc.loadtest.observe.Timeline;
import org.fivegmc.loadtest.process.Ports;

/// Two handsets, each of which is the other's server.
final class Pair implements AutoCloseable {
    static final String A = "+8613800000001";
    static final String B = "+8613800000002";

    final Handset a;
    final Handset b;

    private Pair(Handset a, Handset b) {
        this.a = a;
        this.b = b;
    }

    static Pair over(Profile.Transport transport) {
        return over(transport, UnaryOperator.identity());
    }

    static Pair over(Profile.Transport transport, UnaryOperator<Profile> changeB) {
        int portA = Ports.free();
        int portB = Ports.free();
        Handset a =
                Handset.start(
                        profile("A", A, portB, transport),
                        Timeline.silent(),
                        Ports.loopback(portA));
        try {
            return new Pair(
                    a,
                    Handset.start(
                            changeB.apply(profile("B", B, portA, transport)),
                            Timeline.silent(),
                            Ports.loopback(portB)));
        } catch (IllegalStateException none) {
            a.close();
            throw none;
        }
    }

    private static Profile profile(
            String name, String number, int server, Profile.Transport transport) {
        return Profile.of(
                name,
                number,
                "ims.example",
                Ports.loopback(server),
                transport,
                new Secret.Password(number + "@ims.example", "pw"));
    }

    /// Both at a time: JAIN-SIP takes a second to stop.
    @Override
    public void close() {
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            closing.execute(a::close);
            closing.execute(b::close);
        }
    }
}
