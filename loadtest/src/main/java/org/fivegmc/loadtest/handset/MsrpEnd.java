package org.fivegmc.loadtest.handset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fivegmc.loadtest.msrp.MsrpPeer;
import org.fivegmc.loadtest.msrp.PeerIdentity;
import org.fivegmc.loadtest.msrp.PeerSession;
import org.fivegmc.loadtest.msrp.SessionPlan;
import org.jspecify.annotations.Nullable;

/// The MSRP half of a handset: writes offers and answers, and makes sessions of pairs of them. It
/// listens on 127.0.0.1 from the first session on that asks for it.
///
/// Who connects (RFC 6135): an offer of `active` or without a word is connected for by the offerer,
/// `passive` by the answerer, and `actpass` as the answerer likes.
final class MsrpEnd implements AutoCloseable {
    static final String CPIM = "message/cpim";
    static final String COMPOSING = "application/im-iscomposing+xml";

    private static final Duration BIND_TIME = Duration.ofSeconds(10);
    private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

    private final Map<Security, InetSocketAddress> listening = new EnumMap<>(Security.class);
    private @Nullable MsrpPeer peer;
    private @Nullable Path files;

    /// How octets are protected.
    enum Security {
        PLAIN,
        TLS
    }

    /// Our side of a session: what the other side is told, and under which name we know it.
    record Half(String sessionId, Sdp sdp, boolean connects) {}

    private static final class Identity {
        static final PeerIdentity SHARED = make();

        private static PeerIdentity make() {
            try {
                return PeerIdentity.selfSigned("handset");
            } catch (IOException failed) {
                throw new IllegalStateException("no key for TLS", failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }

    private synchronized MsrpPeer peer() throws IOException {
        MsrpPeer there = peer;
        if (there == null) {
            there = new MsrpPeer(Identity.SHARED);
            peer = there;
        }
        return there;
    }

    /// Where connections are taken.
    synchronized InetSocketAddress listen(Security security) throws IOException {
        InetSocketAddress there = listening.get(security);
        if (there == null) {
            there = peer().listen(security == Security.TLS);
            listening.put(security, there);
        }
        return there;
    }

    /// An offer with `setup` as told; nobody is waited for yet.
    Half offer(ChatOptions options, String direction) throws IOException {
        ChatOptions.Setup setup = options.setup();
        boolean connects = setup == ChatOptions.Setup.ACTIVE;
        Security security = options.secure() ? Security.TLS : Security.PLAIN;
        Half half = half(security, setup.token(), connects, direction, options.wording());
        if (!connects) {
            peer().announce(half.sessionId());
        }
        return half;
    }

    /// An answer; nothing when an offer is of a kind that cannot be answered.
    Optional<Half> answer(Sdp offer, ChatOptions options) throws IOException {
        boolean connects =
                switch (offer.setup()) {
                    case "passive" -> true;
                    case "actpass" -> options.setup() != ChatOptions.Setup.PASSIVE;
                    default -> false;
                };
        if (offer.setup().equals("holdconn")) {
            return Optional.empty();
        }
        String direction =
                switch (offer.direction()) {
                    case Sdp.SEND_ONLY -> Sdp.RECEIVE_ONLY;
                    case Sdp.RECEIVE_ONLY -> Sdp.SEND_ONLY;
                    default -> offer.direction();
                };
        Half half =
                half(
                        offer.secure() ? Security.TLS : Security.PLAIN,
                        connects ? "active" : "passive",
                        connects,
                        direction,
                        options.wording());
        if (!connects) {
            peer().announce(half.sessionId());
        }
        return Optional.of(half);
    }

    private Half half(
            Security security, String setup, boolean connects, String direction, Wording wording)
            throws IOException {
        boolean secure = security == Security.TLS;
        int port = connects ? Sdp.DISCARD : listen(security).getPort();
        String sessionId = RequestText.token().substring(0, 20);
        String fingerprint = wording.fingerprint().orElse(peer().identity().fingerprint());
        return new Half(
                sessionId,
                new Sdp(
                        wording.connectionHost().orElse(HOST),
                        port,
                        secure,
                        "%s://%s:%d/%s;tcp"
                                .formatted(
                                        secure ? "msrps" : "msrp",
                                        wording.pathHost().orElse(HOST),
                                        port,
                                        sessionId),
                        setup,
                        secure ? fingerprint : "",
                        direction,
                        direction.equals(Sdp.SEND_RECEIVE)
                                ? List.of(CPIM, COMPOSING)
                                : List.of(CPIM),
                        wording.wrappedTypes(),
                        wording.cema(),
                        wording.maxSize()),
                connects);
    }

    /// Whether we connect, when both have spoken. An offer of `actpass` is settled by the answer.
    static boolean connects(Half offered, Sdp answer) {
        return offered.connects() || answer.setup().equals("passive");
    }

    /// A session of which both sides are known. Connects, or waits to be connected to, but not
    /// longer than there is a dialog.
    ///
    /// @throws IOException when there is no connection in time
    PeerSession begin(
            Half ours,
            Sdp theirs,
            SipSession dialog,
            ChatOptions options,
            Consumer<org.fivegmc.loadtest.msrp.ReceivedMessage> received)
            throws IOException {
        boolean connects = connects(ours, theirs);
        PeerSession session =
                connects
                        ? connect(ours, theirs, options, received)
                        : expect(ours, theirs, options, received);
        if (!connects) {
            dialog.whenOver(_ -> session.giveUp());
            awaitBound(session);
        }
        return session;
    }

    PeerSession expect(
            Half ours,
            Sdp theirs,
            ChatOptions options,
            Consumer<org.fivegmc.loadtest.msrp.ReceivedMessage> received)
            throws IOException {
        return peer().expect(plan(ours, theirs, options), received);
    }

    /// Connects and speaks at once, as the other side knows the session by that (RFC 4975 section
    /// 5.4).
    PeerSession connect(
            Half ours,
            Sdp theirs,
            ChatOptions options,
            Consumer<org.fivegmc.loadtest.msrp.ReceivedMessage> received)
            throws IOException {
        Sdp.HostPort to = theirs.connectPoint();
        PeerSession session =
                peer().connect(
                                new InetSocketAddress(to.host(), to.port()),
                                plan(ours, theirs, options),
                                received);
        forget(ours);
        int status =
                session.keepAlive()
                        .completeOnTimeout(0, BIND_TIME.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
        // the answer may come behind what it was lost in
        if (status != 200 && !session.isTorn()) {
            session.connection().close();
            throw new IOException("the first SEND is answered with " + status);
        }
        return session;
    }

    static void awaitBound(PeerSession session) throws IOException {
        try {
            if (!session.awaitBound(BIND_TIME)) {
                throw new IOException("nobody connects");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private SessionPlan plan(Half ours, Sdp theirs, ChatOptions options) throws IOException {
        SessionPlan plan =
                SessionPlan.of(ours.sdp().path(), theirs.path())
                        .withFiles(files())
                        .with(options.manners());
        return theirs.fingerprint().isEmpty() ? plan : plan.withFingerprint(theirs.fingerprint());
    }

    synchronized void forget(Half half) {
        if (peer != null) {
            peer.forget(half.sessionId());
        }
    }

    private synchronized Path files() throws IOException {
        Path there = files;
        if (there == null) {
            there = Files.createTempDirectory("handset");
            files = there;
        }
        return there;
    }

    @Override
    public synchronized void close() {
        try {
            if (peer != null) {
                peer.close();
            }
            if (files != null) {
                remove(files);
            }
        } catch (IOException | UncheckedIOException _) {
            // whoever still reads a message removes it, too; what is left is the system's
        }
    }

    private static void remove(Path directory) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            walk.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
