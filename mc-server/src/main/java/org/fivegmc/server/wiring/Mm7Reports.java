package org.fivegmc.server.wiring;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.fallback.mm7.Mm7Inbox;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.http.HttpEvents;
import org.fivegmc.maap.http.HttpHandler;
import org.fivegmc.maap.http.HttpListener;
import org.fivegmc.maap.http.HttpSettings;
import org.fivegmc.server.config.Cidr;
import org.fivegmc.server.config.HostPort;

/// Where MMSCs bring their reports: `POST /mm7/{gateway}`, from the networks of the gateway. Runs
/// on the virtual threads of a listener of its own.
final class Mm7Reports implements HttpHandler, AutoCloseable {

    private static final String ROOT = "/mm7/";
    private static final String XML = "text/xml; charset=utf-8";
    private static final int CONNECTIONS = 256;
    private static final int HEADER_BYTES = 16 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

    /// @param peers from where reports are taken
    record Source(Mm7Inbox inbox, List<Cidr> peers) {}

    private final Map<String, Source> sources;
    private final HttpListener listener;

    Mm7Reports(HostPort listen, Map<String, Source> sources, FallbackEvents events) {
        this.sources = Map.copyOf(sources);
        try {
            listener =
                    new HttpListener(
                            new HttpSettings(
                                    new InetSocketAddress(listen.host(), listen.port()),
                                    Optional.empty(),
                                    CONNECTIONS,
                                    CONNECTIONS,
                                    HEADER_BYTES,
                                    IDLE,
                                    LONGEST_CALL),
                            watched(events));
        } catch (IOException e) {
            throw new ServerLifecycle.StartException("fallback.mm7-listen: " + e.getMessage(), e);
        }
    }

    private static HttpEvents watched(FallbackEvents events) {
        return new HttpEvents() {
            @Override
            public void connections(int open) {}

            @Override
            public void connectionRefused() {
                events.malformed("mm7", "too many connections at a time");
            }

            @Override
            public void fault(Throwable cause) {
                events.fault("mm7", cause);
            }
        };
    }

    /// Reports that come before the core is there are asked for again.
    void serve() {
        listener.serve(this);
    }

    InetSocketAddress address() {
        return listener.address();
    }

    @Override
    public HttpAnswer answer(HttpCall call) throws IOException {
        Source source =
                call.path().startsWith(ROOT)
                        ? sources.get(call.path().substring(ROOT.length()))
                        : null;
        if (source == null) {
            return HttpAnswer.text(404, "no such path");
        }
        if (source.peers().stream().noneMatch(peer -> peer.contains(call.remote()))) {
            return HttpAnswer.text(403, "not from this address");
        }
        if (!call.method().equals("POST")) {
            return HttpAnswer.text(405, "POST is needed").with("allow", "POST");
        }
        byte[] body = call.body().readNBytes(Mm7Inbox.OCTETS_MAX + 1);
        if (body.length > Mm7Inbox.OCTETS_MAX) {
            return HttpAnswer.text(
                    413, "the body has more than " + Mm7Inbox.OCTETS_MAX + " octets");
        }
        Mm7Inbox.Reply reply = source.inbox().answer(call.header("content-type"), body);
        return HttpAnswer.octets(reply.status(), XML, reply.body());
    }

    @Override
    public void close() {
        listener.close();
    }
}
