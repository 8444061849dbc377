package org.fivegmc.sip.resolve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.sip.transport.SipTransport;
import org.jspecify.annotations.Nullable;

/// Locates SIP servers (RFC 3263 section 4).
///
/// ```
/// numeric host                     --> that address, no DNS
/// name in the hosts map            --> its addresses, no DNS
/// port given                       --> A, AAAA
/// transport given                  --> SRV of that transport,          else A, AAAA at the default port
/// neither                          --> NAPTR --> SRV, else SRV of each transport spoken, else A, AAAA at the default port
/// ```
///
/// `sips:` allows TLS only. `maddr` is not followed. Never blocks the caller.
public final class Rfc3263Resolver implements HopResolver {
    private record Service(SipTransport transport, String name) {}

    private final DnsRecords dns;
    private final ResolverConfig config;
    private final RandomGenerator random;

    /// @param random draws among SRV records of one priority; used by any thread
    public Rfc3263Resolver(DnsRecords dns, ResolverConfig config, RandomGenerator random) {
        this.dns = dns;
        this.config = config;
        this.random = random;
    }

    @Override
    public void resolve(Uri uri, Consumer<Resolution> done) {
        String host = uri.host().toString().toLowerCase(Locale.ROOT);
        Span named = uri.params().get("transport");
        SipTransport asked = named == null ? null : transport(named);
        if (named != null && asked == null) {
            done.accept(new Resolution.NotFound("transport " + named));
            return;
        }
        if (uri.isSips()) {
            if (asked == SipTransport.UDP) {
                done.accept(new Resolution.NotFound("sips over UDP"));
                return;
            }
            // RFC 5630 section 3.1.3: transport=tcp of a sips URI means TLS over TCP
            asked = SipTransport.TLS;
        }
        SipTransport used = asked == null ? SipTransport.UDP : asked;
        int port = uri.port() < 0 ? used.defaultPort() : uri.port();
        List<InetAddress> literal = numeric(host);
        if (!literal.isEmpty()) {
            done.accept(result(hops(used, literal, port, host), host));
            return;
        }
        List<InetSocketAddress> fixed = config.hosts().getOrDefault(host, List.of());
        if (!fixed.isEmpty()) {
            done.accept(result(fixed(used, fixed, uri.port(), host), host));
            return;
        }
        CompletionStage<List<Hop>> hops =
                uri.port() >= 0
                        ? byAddress(used, host, port, host)
                        : byService(asked, uri.isSips(), used, host);
        CompletionStage<List<Hop>> timed =
                hops.toCompletableFuture()
                        .orTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
        timed.whenComplete((list, failure) ->
                done.accept(
                        failure == null
                                ? result(list, host)
                                : new Resolution.NotFound("DNS: " + failure)));
    }

    private Resolution result(List<Hop> hops, String host) {
        return hops.isEmpty()
                ? new Resolution.NotFound("no address for " + host)
                : new Resolution.Found(hops.subList(0, Math.min(hops.size(), config.maxHops())));
    }

    private static @Nullable SipTransport transport(Span name) {
        for (SipTransport t : SipTransport.values()) {
            if (name.equalsIgnoreCase(t.name())) {
                return t;
            }
        }
        return null;
    }

    /// The address a numeric host stands for; a third colon some write by RFC 3261's grammar counts
    /// as none (RFC 5118 section 4.10).
    private static List<InetAddress> numeric(String host) {
        boolean v6 = host.startsWith("[");
        String text = v6 ? host.substring(1, host.length() - 1).replace(":::", "::") : host;
        try {
            return List.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }

    private static List<Hop> hops(
            SipTransport t, List<InetAddress> addresses, int port, String host) {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return addresses.stream()
                .map(a -> new Hop(t, new InetSocketAddress(a, port), name))
                .toList();
    }

    /// @param asked the port of the URI, -1 for none
    private static List<Hop> fixed(
            SipTransport t, List<InetSocketAddress> fixed, int asked, String host) {
        return fixed.stream()
                .map(at -> {
                    int own = at.getPort() == 0 ? t.defaultPort() : at.getPort();
                    return new Hop(
                            t,
                            new InetSocketAddress(at.getAddress(), asked < 0 ? own : asked),
                            host);
                })
                .toList();
    }

    /// @param port from the URI or an SRV record
    private CompletionStage<List<Hop>> byAddress(
            SipTransport t, String host, int port, String domain) {
        List<InetAddress> known =
                config.hosts().getOrDefault(host, List.of()).stream()
                        .map(InetSocketAddress::getAddress)
                        .toList();
        return known.isEmpty()
                ? dns.addresses(host).thenApply(a -> hops(t, a, port, domain))
                : CompletableFuture.completedFuture(hops(t, known, port, domain));
    }

    private CompletionStage<List<Hop>> byService(
            @Nullable SipTransport asked, boolean sips, SipTransport used, String host) {
        CompletionStage<List<Service>> services =
                asked != null && !sips
                        ? CompletableFuture.completedFuture(List.of(service(asked, host)))
                        : dns.naptr(host).thenApply(n -> services(n, sips, host));
        return services.thenCompose(s -> srv(s, host))
                .thenCompose(found ->
                        found.isEmpty()
                                ? byAddress(used, host, used.defaultPort(), host)
                                : CompletableFuture.completedFuture(found));
    }

    private static Service service(SipTransport t, String host) {
        return new Service(
                t,
                switch (t) {
                    case UDP -> "_sip._udp." + host;
                    case TCP -> "_sip._tcp." + host;
                    case TLS -> "_sips._tcp." + host;
                });
    }

    private List<Service> services(List<DnsRecords.Naptr> records, boolean sips, String host) {
        List<Service> out = new ArrayList<>();
        records.stream()
                .filter(n -> n.flags().equalsIgnoreCase("s"))
                .sorted(
                        Comparator.comparingInt(DnsRecords.Naptr::order)
                                .thenComparingInt(DnsRecords.Naptr::preference))
                .forEach(n -> {
                    SipTransport t =
                            switch (n.service().toUpperCase(Locale.ROOT)) {
                                case "SIP+D2U" -> SipTransport.UDP;
                                case "SIP+D2T" -> SipTransport.TCP;
                                case "SIPS+D2T" -> SipTransport.TLS;
                                default -> null;
                            };
                    if (t != null
                            && config.transports().contains(t)
                            && (!sips || t == SipTransport.TLS)) {
                        out.add(new Service(t, n.replacement()));
                    }
                });
        if (out.isEmpty()) {
            for (SipTransport t : config.transports()) {
                if (!sips || t == SipTransport.TLS) {
                    out.add(service(t, host));
                }
            }
        }
        return out;
    }

    /// The addresses behind all services, in their order.
    private CompletionStage<List<Hop>> srv(List<Service> services, String domain) {
        CompletionStage<List<Hop>> all = CompletableFuture.completedFuture(List.of());
        for (Service s : services) {
            all =
                    append(
                            all,
                            () ->
                                    dns.srv(s.name())
                                            .thenCompose(records ->
                                                    targets(s.transport(), records, domain)));
        }
        return all;
    }

    private CompletionStage<List<Hop>> targets(
            SipTransport t, List<DnsRecords.Srv> records, String domain) {
        CompletionStage<List<Hop>> all = CompletableFuture.completedFuture(List.of());
        for (DnsRecords.Srv s : order(records)) {
            // a single "." says that the service is decidedly not there (RFC 2782)
            if (!s.target().isEmpty() && !s.target().equals(".")) {
                all =
                        append(
                                all,
                                () ->
                                        byAddress(
                                                t,
                                                s.target().toLowerCase(Locale.ROOT),
                                                s.port(),
                                                domain));
            }
        }
        return all;
    }

    private CompletionStage<List<Hop>> append(
            CompletionStage<List<Hop>> before,
            java.util.function.Supplier<CompletionStage<List<Hop>>> more) {
        return before.thenCompose(list ->
                list.size() >= config.maxHops()
                        ? CompletableFuture.completedFuture(list)
                        : more.get()
                                .thenApply(next -> {
                                    List<Hop> joined = new ArrayList<>(list);
                                    joined.addAll(next);
                                    return joined;
                                }));
    }

    /// By priority, within one drawn by weight (RFC 2782).
    private List<DnsRecords.Srv> order(List<DnsRecords.Srv> records) {
        List<DnsRecords.Srv> left = new ArrayList<>(records);
        left.sort(
                Comparator.comparingInt(DnsRecords.Srv::priority)
                        .thenComparingInt(DnsRecords.Srv::weight));
        List<DnsRecords.Srv> out = new ArrayList<>();
        while (!left.isEmpty()) {
            int priority = left.getFirst().priority();
            List<DnsRecords.Srv> same =
                    left.stream().filter(s -> s.priority() == priority).toList();
            int sum = same.stream().mapToInt(DnsRecords.Srv::weight).sum();
            int draw = random.nextInt(sum + 1);
            DnsRecords.Srv chosen = same.getLast();
            for (DnsRecords.Srv s : same) {
                draw -= s.weight();
                if (draw <= 0) {
                    chosen = s;
                    break;
                }
            }
            out.add(chosen);
            left.remove(chosen);
        }
        return out;
    }

    @Override
    public void close() {
        dns.close();
    }
}
