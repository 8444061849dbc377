package org.fivegmc.loadtest.msrp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.loadtest.observe.Observed;
import org.fivegmc.msrp.codec.ByteRange;
import org.fivegmc.msrp.codec.FailureReport;
import org.fivegmc.msrp.codec.MsrpLimits;
import org.fivegmc.msrp.codec.MsrpRule;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.AbortReason;
import org.fivegmc.msrp.session.BodySink;
import org.fivegmc.msrp.session.BodySource;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.Completion;
import org.fivegmc.msrp.session.MessageStart;
import org.fivegmc.msrp.session.MsrpEvents;
import org.fivegmc.msrp.session.Opening;
import org.fivegmc.msrp.session.OutgoingMessage;
import org.fivegmc.msrp.session.SendListener;
import org.fivegmc.msrp.session.SendOutcome;
import org.fivegmc.msrp.session.SessionLimits;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.msrp.transport.EndpointConfig;
import org.fivegmc.msrp.transport.EndpointLimits;
import org.fivegmc.msrp.transport.MsrpEndpoint;
import org.fivegmc.msrp.transport.MsrpIdentity;
import org.fivegmc.msrp.transport.SessionHandle;
import org.fivegmc.msrp.transport.SessionSpec;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.sdp.Fingerprint;
import org.fivegmc.wire.uri.MsrpUri;

/// The server's endpoint of MSRP, listening on TCP and TLS, with sessions that write down what they
/// are told.
final class Center implements AutoCloseable, MsrpEvents {
    final MsrpEndpoint endpoint;
    final AtomicInteger malformed = new AtomicInteger();
    final AtomicInteger strays = new AtomicInteger();
    final Observed<Throwable> failures = new Observed<>();

    Center(int chunkOctets) {
        this(chunkOctets, 5_000, 200);
    }

    /// @param stalledMs time a peer may stand still in a frame
    Center(int chunkOctets, long stalledMs, int progressOctets) {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SessionLimits d = SessionLimits.DEFAULTS;
        var session =
                new SessionLimits(
                        d.messageOctets(),
                        d.openMessages(),
                        d.ranges(),
                        d.undurable(),
                        d.queued(),
                        d.window(),
                        chunkOctets,
                        d.awaitedReports(),
                        1_500,
                        d.messageIdleMs(),
                        d.progressOctets());
        endpoint =
                MsrpEndpoint.start(
                        new EndpointConfig(
                                List.of(
                                        new EndpointConfig.Listener(any, false),
                                        new EndpointConfig.Listener(any, true)),
                                MsrpIdentity.selfSigned(
                                        "center", Instant.now(), Duration.ofDays(2)),
                                1,
                                true,
                                new EndpointLimits(
                                        MsrpLimits.DEFAULTS,
                                        session,
                                        50,
                                        20,
                                        50,
                                        10,
                                        5_000,
                                        2_000,
                                        20_000,
                                        60_000,
                                        stalledMs,
                                        progressOctets,
                                        0,
                                        131_072)),
                        this);
    }

    InetSocketAddress at(boolean secure) {
        return endpoint.listeners().get(secure ? 1 : 0).bind();
    }

    String fingerprint() {
        return endpoint.fingerprint().text();
    }

    static String uri(String session, boolean secure) {
        return MsrpUri.of(secure, "127.0.0.1", 9, session).text();
    }

    /// A session the peer connects for: the center's id is `id`, the peer's `p-id`.
    Side expect(String id, boolean secure, Optional<String> fingerprint) {
        Side side = new Side();
        side.handle.complete(endpoint.expect(spec(id, secure, fingerprint, side)).orElseThrow());
        return side;
    }

    Side connect(String id, boolean secure, Optional<String> fingerprint, InetSocketAddress to) {
        Side side = new Side();
        side.handle.complete(
                endpoint.connect(spec(id, secure, fingerprint, side), to).orElseThrow());
        return side;
    }

    private static SessionSpec spec(
            String id, boolean secure, Optional<String> fingerprint, Side side) {
        return new SessionSpec(
                MsrpUri.of(secure, "127.0.0.1", 9, id),
                List.of(MsrpUri.of(secure, "127.0.0.1", 9, "p-" + id)),
                secure,
                fingerprint.flatMap(Fingerprint::parse).map(List::of).orElse(List.of()),
                side);
    }

    @Override
    public void malformed(MsrpRule rule) {
        malformed.incrementAndGet();
    }

    @Override
    public void strayResponse() {
        strays.incrementAndGet();
    }

    @Override
    public void ownerFailed(Throwable cause) {
        failures.add(cause);
    }

    @Override
    public void close() {
        endpoint.close();
    }

    /// The center's end of a session. `complete SHA-256` is written down for a whole message,
    /// `abort REASON` for another, `closed REASON` at the end.
    static final class Side implements SessionOwner {
        final Observed<String> told = new Observed<>();
        final Observed<String> reports = new Observed<>();
        private final CompletableFuture<SessionHandle> handle = new CompletableFuture<>();

        CompletableFuture<SendOutcome> send(String id, Content content, boolean report) {
            return send(id, content, report, FailureReport.YES);
        }

        CompletableFuture<SendOutcome> send(
                String id, Content content, boolean report, FailureReport failures) {
            var outcome = new CompletableFuture<SendOutcome>();
            handle.join()
                    .send(
                            new OutgoingMessage(
                                    id,
                                    "application/octet-stream",
                                    source(content),
                                    report,
                                    failures,
                                    new SendListener() {
                                        @Override
                                        public void done(SendOutcome result) {
                                            outcome.complete(result);
                                        }

                                        @Override
                                        public void reported(MsrpStatus status, ByteRange range) {
                                            reports.add(
                                                    status.code()
                                                            + " "
                                                            + range.start()
                                                            + "-"
                                                            + range.end());
                                        }
                                    }));
            return outcome;
        }

        private static BodySource source(Content content) {
            return new BodySource() {
                private final byte[] piece = new byte[1 << 16];

                @Override
                public long total() {
                    return content.total();
                }

                @Override
                public ByteSlice read(long offset, int most) {
                    int n = Math.min(most, piece.length);
                    try {
                        content.read(offset, piece, n);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return ByteSlice.of(piece, 0, n);
                }
            };
        }

        void close() {
            handle.join().close();
        }

        @Override
        public Opening open(MessageStart start) {
            MessageDigest digest = Content.newDigest();
            return new Opening.Taken(
                    new BodySink() {
                        private final TreeMap<Long, byte[]> late = new TreeMap<>();
                        private long inOrder;

                        @Override
                        public boolean write(long offset, ByteSlice octets) {
                            late.put(offset, octets.toByteArray());
                            while (!late.isEmpty() && late.firstKey() == inOrder) {
                                byte[] next = late.pollFirstEntry().getValue();
                                digest.update(next);
                                inOrder += next.length;
                            }
                            return true;
                        }

                        @Override
                        public void complete(long total, Completion completion) {
                            told.add("complete " + HexFormat.of().formatHex(digest.digest()));
                            Thread.ofVirtual().start(completion::accept);
                        }

                        @Override
                        public void abort(AbortReason reason) {
                            told.add("abort " + reason);
                        }
                    });
        }

        @Override
        public void closed(CloseReason reason) {
            told.add("closed " + reason);
        }
    }
}
