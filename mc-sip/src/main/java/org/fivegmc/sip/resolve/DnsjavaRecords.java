package org.fivegmc.sip.resolve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// The DNS by dnsjava, each question on a virtual thread, with a cache that also remembers what
/// does not exist.
public final class DnsjavaRecords implements DnsRecords {
    /// Most cached names.
    public static final int CACHE_ENTRIES = 50_000;

    /// Most questions under way; above, a look-up fails at once.
    public static final int QUESTIONS = 512;

    private final Resolver resolver;
    private final Cache cache;
    private final Semaphore room = new Semaphore(QUESTIONS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param servers name servers to ask, in order; none for those of the system
    /// @param timeout limit of one question to one server
    /// @param maxNegativeSeconds longest time "does not exist" is believed
    public DnsjavaRecords(
            List<InetSocketAddress> servers, Duration timeout, int maxNegativeSeconds) {
        List<Resolver> resolvers = new ArrayList<>();
        for (InetSocketAddress s : servers) {
            resolvers.add(new SimpleResolver(s));
        }
        this.resolver =
                resolvers.isEmpty() ? new ExtendedResolver() : new ExtendedResolver(resolvers);
        resolver.setTimeout(timeout);
        this.cache = new Cache(DClass.IN);
        cache.setMaxEntries(CACHE_ENTRIES);
        cache.setMaxNCache(maxNegativeSeconds);
    }

    private CompletionStage<List<Record>> look(String name, int type) {
        if (!room.tryAcquire()) {
            return CompletableFuture.failedStage(
                    new IOException("too many DNS questions under way"));
        }
        return CompletableFuture.supplyAsync(() -> ask(name, type), threads)
                .whenComplete((_, _) -> room.release());
    }

    /// One question, answered from the cache where it can be; waits on a virtual thread.
    private List<Record> ask(String name, int type) {
        try {
            Lookup lookup = new Lookup(Name.fromString(name, Name.root), type);
            lookup.setResolver(resolver);
            lookup.setCache(cache);
            lookup.setSearchPath(new Name[0]);
            Record[] records = lookup.run();
            return switch (lookup.getResult()) {
                case Lookup.SUCCESSFUL -> List.of(records);
                case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> List.of();
                default ->
                        throw new UncheckedIOException(
                                new IOException(name + ": " + lookup.getErrorString()));
            };
        } catch (TextParseException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletionStage<List<Naptr>> naptr(String name) {
        return look(name, Type.NAPTR)
                .thenApply(records ->
                        records.stream()
                                .filter(NAPTRRecord.class::isInstance)
                                .map(NAPTRRecord.class::cast)
                                .map(r ->
                                        new Naptr(
                                                r.getOrder(),
                                                r.getPreference(),
                                                r.getService(),
                                                r.getFlags(),
                                                text(r.getReplacement())))
                                .toList());
    }

    @Override
    public CompletionStage<List<Srv>> srv(String name) {
        return look(name, Type.SRV)
                .thenApply(records ->
                        records.stream()
                                .filter(SRVRecord.class::isInstance)
                                .map(SRVRecord.class::cast)
                                .map(r ->
                                        new Srv(
                                                r.getPriority(),
                                                r.getWeight(),
                                                r.getPort(),
                                                text(r.getTarget())))
                                .toList());
    }

    @Override
    public CompletionStage<List<InetAddress>> addresses(String host) {
        return look(host, Type.A)
                .thenCombine(
                        look(host, Type.AAAA),
                        (v4, v6) -> {
                            List<InetAddress> out = new ArrayList<>();
                            for (Record r : v4) {
                                if (r instanceof ARecord a) {
                                    out.add(a.getAddress());
                                }
                            }
                            for (Record r : v6) {
                                if (r instanceof AAAARecord a) {
                                    out.add(a.getAddress());
                                }
                            }
                            return out;
                        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static String text(Name name) {
        return name.toString(true);
    }
}
