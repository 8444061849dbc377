package org.fivegmc.sip.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.sip.transport.SipTransport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// RFC 3263 section 4.
@Tag("RFC3263-4")
class Rfc3263ResolverTest {
    private static final class Zone implements DnsRecords {
        final Map<String, List<Naptr>> naptr = new HashMap<>();
        final Map<String, List<Srv>> srv = new HashMap<>();
        final Map<String, List<InetAddress>> addresses = new HashMap<>();
        final List<String> asked = new ArrayList<>();

        @Override
        public CompletionStage<List<Naptr>> naptr(String name) {
            asked.add(name);
            return CompletableFuture.completedFuture(naptr.getOrDefault(name, List.of()));
        }

        @Override
        public CompletionStage<List<Srv>> srv(String name) {
            asked.add(name);
            return CompletableFuture.completedFuture(srv.getOrDefault(name, List.of()));
        }

        @Override
        public CompletionStage<List<InetAddress>> addresses(String host) {
            asked.add(host);
            return CompletableFuture.completedFuture(addresses.getOrDefault(host, List.of()));
        }
    }

    private final Zone zone = new Zone();
    private final ResolverConfig config =
            new ResolverConfig(
                    Map.of(
                            "Static.Example",
                            List.of(new InetSocketAddress(ip("127.0.0.9"), 0)),
                            "fixed.example",
                            List.of(new InetSocketAddress(ip("127.0.0.8"), 6060))),
                    List.of(SipTransport.UDP, SipTransport.TCP, SipTransport.TLS),
                    Duration.ofMillis(500),
                    4);
    private final Rfc3263Resolver resolver = new Rfc3263Resolver(zone, config, new Random(1));

    private static InetAddress ip(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    private static Resolution resolve(HopResolver r, String uri) throws InterruptedException {
        LinkedBlockingQueue<Resolution> out = new LinkedBlockingQueue<>();
        r.resolve(Objects.requireNonNull(Uri.parse(uri)), out::add);
        return Objects.requireNonNull(out.poll(10, TimeUnit.SECONDS));
    }

    private List<String> hops(String uri) throws InterruptedException {
        return switch (resolve(resolver, uri)) {
            case Resolution.Found(List<Hop> hops) ->
                    hops.stream()
                            .map(h ->
                                    h.transport()
                                            + " "
                                            + h.address().getAddress().getHostAddress()
                                            + " "
                                            + h.address().getPort())
                            .toList();
            case Resolution.NotFound(String reason) -> List.of("none: " + reason);
        };
    }

    @Test
    void numericHostsAskNobody() throws InterruptedException {
        assertThat(hops("sip:a@127.0.0.1")).containsExactly("UDP 127.0.0.1 5060");
        assertThat(hops("sip:127.0.0.1:5070;transport=tcp")).containsExactly("TCP 127.0.0.1 5070");
        assertThat(hops("sips:a@[::1]")).containsExactly("TLS 0:0:0:0:0:0:0:1 5061");
        assertThat(hops("sip:a@[2001:db8:::192.0.2.1]"))
                .containsExactly("UDP 2001:db8:0:0:0:0:c000:201 5060");
        assertThat(hops("sip:static.example;transport=TLS")).containsExactly("TLS 127.0.0.9 5061");
        assertThat(hops("sip:fixed.example")).containsExactly("UDP 127.0.0.8 6060");
        assertThat(hops("sip:fixed.example:5070")).containsExactly("UDP 127.0.0.8 5070");
        assertThat(hops("sip:127.0.0.1;transport=sctp")).containsExactly("none: transport sctp");
        assertThat(hops("sips:127.0.0.1;transport=udp")).containsExactly("none: sips over UDP");
        assertThat(zone.asked).isEmpty();
    }

    @Test
    void aPortSkipsNaptrAndSrv() throws InterruptedException {
        zone.addresses.put("h.example", List.of(ip("127.0.0.2"), ip("::1")));
        assertThat(hops("sip:h.example:5080"))
                .containsExactly("UDP 127.0.0.2 5080", "UDP 0:0:0:0:0:0:0:1 5080");
        assertThat(zone.asked).containsExactly("h.example");
    }

    @Test
    @Tag("RFC3263-4.1")
    void naptrOrdersTransportsAndSrvOrdersHosts() throws InterruptedException {
        zone.naptr.put(
                "example.com",
                List.of(
                        new DnsRecords.Naptr(20, 1, "SIP+D2U", "s", "udp.example.com"),
                        new DnsRecords.Naptr(10, 1, "SIPS+D2T", "s", "tls.example.com"),
                        new DnsRecords.Naptr(5, 1, "E2U+sip", "u", "x")));
        zone.srv.put(
                "tls.example.com",
                List.of(
                        new DnsRecords.Srv(20, 0, 5063, "b.example.com"),
                        new DnsRecords.Srv(10, 0, 5062, "A.example.com")));
        zone.srv.put(
                "udp.example.com",
                List.of(
                        new DnsRecords.Srv(1, 0, 5064, "static.example"),
                        new DnsRecords.Srv(2, 0, 0, ".")));
        zone.addresses.put("a.example.com", List.of(ip("127.0.0.2")));
        zone.addresses.put("b.example.com", List.of(ip("127.0.0.3")));
        assertThat(hops("sip:u@Example.com"))
                .containsExactly("TLS 127.0.0.2 5062", "TLS 127.0.0.3 5063", "UDP 127.0.0.9 5064");
        assertThat(hops("sips:u@example.com"))
                .containsExactly("TLS 127.0.0.2 5062", "TLS 127.0.0.3 5063");
        assertThat(
                        ((Resolution.Found) resolve(resolver, "sip:example.com"))
                                .hops()
                                .getFirst()
                                .host())
                .isEqualTo("example.com");
    }

    @Test
    void aTransportOrNothingFallsBackToAddresses() throws InterruptedException {
        zone.addresses.put("h.example", List.of(ip("127.0.0.2")));
        assertThat(hops("sip:h.example;transport=tcp")).containsExactly("TCP 127.0.0.2 5060");
        assertThat(zone.asked).containsExactly("_sip._tcp.h.example", "h.example");
        zone.asked.clear();
        assertThat(hops("sip:h.example")).containsExactly("UDP 127.0.0.2 5060");
        assertThat(zone.asked)
                .containsExactly(
                        "h.example",
                        "_sip._udp.h.example",
                        "_sip._tcp.h.example",
                        "_sips._tcp.h.example",
                        "h.example");
        assertThat(hops("sip:nowhere.example"))
                .containsExactly("none: no address for nowhere.example");
    }

    @Test
    @Tag("RFC3263-4.2")
    void weightsShareTheLoadAndTheListHasALimit() throws InterruptedException {
        zone.srv.put(
                "_sip._udp.w.example",
                List.of(
                        new DnsRecords.Srv(1, 90, 1, "big.example"),
                        new DnsRecords.Srv(1, 10, 2, "small.example")));
        zone.addresses.put("big.example", List.of(ip("127.0.0.2")));
        zone.addresses.put("small.example", List.of(ip("127.0.0.3")));
        int big = 0;
        for (int i = 0; i < 1_000; i++) {
            big += hops("sip:w.example;transport=udp").getFirst().contains("127.0.0.2") ? 1 : 0;
        }
        assertThat(big).isBetween(850, 950);
        List<InetAddress> many = new ArrayList<>();
        for (int i = 1; i < 20; i++) {
            many.add(ip("127.0.1." + i));
        }
        zone.addresses.put("many.example", many);
        assertThat(hops("sip:many.example:1")).hasSize(4);
    }

    @Test
    void aSilentDnsTimesOut() throws InterruptedException {
        DnsRecords silent =
                new DnsRecords() {
                    @Override
                    public CompletionStage<List<Naptr>> naptr(String name) {
                        return new CompletableFuture<>();
                    }

                    @Override
                    public CompletionStage<List<Srv>> srv(String name) {
                        return new CompletableFuture<>();
                    }

                    @Override
                    public CompletionStage<List<InetAddress>> addresses(String host) {
                        return new CompletableFuture<>();
                    }
                };
        assertThat(resolve(new Rfc3263Resolver(silent, config, new Random(1)), "sip:h.example"))
                .isInstanceOf(Resolution.NotFound.class);
    }

    @Test
    void dnsjavaAsksAServerOnceAndRemembersWhatIsNotThere() throws Exception {
        AtomicInteger questions = new AtomicInteger();
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server, questions));
            DnsRecords dns =
                    new DnsjavaRecords(
                            List.of(
                                    new InetSocketAddress(
                                            InetAddress.getLoopbackAddress(),
                                            server.getLocalPort())),
                            Duration.ofSeconds(2),
                            60);
            Rfc3263Resolver real = new Rfc3263Resolver(dns, config, new Random(1));
            for (int i = 0; i < 2; i++) {
                assertThat(
                                ((Resolution.Found) resolve(real, "sip:srv.example;transport=tcp"))
                                        .hops())
                        .containsExactly(
                                new Hop(
                                        SipTransport.TCP,
                                        new InetSocketAddress(ip("127.0.0.7"), 5099),
                                        "srv.example"));
            }
            assertThat(questions.get()).as("SRV, A and the missing AAAA, each once").isEqualTo(3);
        }
    }

    private static void serve(DatagramSocket server, AtomicInteger questions) {
        try {
            byte[] buffer = new byte[4_096];
            while (true) {
                DatagramPacket p = new DatagramPacket(buffer, buffer.length);
                server.receive(p);
                questions.incrementAndGet();
                Message query = new Message(java.util.Arrays.copyOf(p.getData(), p.getLength()));
                Record q = query.getQuestion();
                Message reply = new Message(query.getHeader().getID());
                reply.getHeader().setFlag(Flags.QR);
                reply.getHeader().setFlag(Flags.RA);
                reply.addRecord(q, Section.QUESTION);
                Name host = Name.fromString("host.example.");
                if (q.getType() == Type.SRV) {
                    reply.addRecord(
                            new SRVRecord(q.getName(), DClass.IN, 60, 1, 1, 5099, host),
                            Section.ANSWER);
                } else if (q.getType() == Type.A && q.getName().equals(host)) {
                    reply.addRecord(
                            new org.xbill.DNS.ARecord(host, DClass.IN, 60, ip("127.0.0.7")),
                            Section.ANSWER);
                } else {
                    reply.getHeader().setRcode(Rcode.NOERROR);
                    reply.addRecord(
                            new org.xbill.DNS.SOARecord(
                                    Name.fromString("example."),
                                    DClass.IN,
                                    60,
                                    host,
                                    host,
                                    1,
                                    60,
                                    60,
                                    60,
                                    60),
                            Section.AUTHORITY);
                }
                byte[] out = reply.toWire();
                server.send(new DatagramPacket(out, out.length, p.getSocketAddress()));
            }
        } catch (java.io.IOException _) {
            // the test is over
        }
    }
}
