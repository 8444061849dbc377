package org.fivegmc.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.fivegmc.server.config.HostPort;
import org.fivegmc.server.config.ServerConfig;
import org.fivegmc.server.http.AdminOperations;
import org.fivegmc.server.http.AdminRoutes;
import org.fivegmc.server.http.Health;
import org.fivegmc.server.http.HttpLimits;
import org.fivegmc.server.http.HttpServer;
import org.fivegmc.server.http.Router;
import org.fivegmc.server.metrics.Metrics;

/// The admin interface with no message center behind it: never ready, knows nobody, takes nothing.
final class AdminOnlyServer implements ServerLifecycle.Running {
    private final Metrics metrics;
    private final HttpServer http;

    AdminOnlyServer(ServerConfig config, String version) {
        metrics = new Metrics(version);
        var operations =
                new NoCenter(version, config.identity().nodeId(), InstantSource.system().instant());
        var router =
                new Router(
                        new AdminRoutes(operations, new NotReady(), metrics).routes(),
                        config.operations().httpToken());
        try {
            http = new HttpServer(config.operations().httpListen(), router, HttpLimits.DEFAULTS);
        } catch (HttpServer.BindException e) {
            metrics.close();
            throw new ServerLifecycle.StartException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public List<String> endpoints() {
        return List.of();
    }

    @Override
    public HostPort admin() {
        return http.address();
    }

    @Override
    public void close() {
        http.close();
        metrics.close();
    }

    private static final class NotReady implements Health {
        @Override
        public List<Check> live() {
            return List.of(new Check("process", true, "up"));
        }

        @Override
        public List<Check> ready() {
            return List.of(new Check("center", false, "no message center is wired"));
        }
    }

    private record NoCenter(String version, int node, Instant startedAt)
            implements AdminOperations {
        @Override
        public Status status() {
            return new Status(
                    version, Integer.toString(node), "starting", startedAt, List.of(), 0, 0, 0, 0);
        }

        @Override
        public Optional<Subscriber> subscriber(String msisdn) {
            return Optional.empty();
        }

        @Override
        public SubscriberChange putSubscriber(String msisdn, SubscriberRequest request) {
            return new SubscriberChange.Refused("no message center is wired");
        }

        @Override
        public boolean removeSubscriber(String msisdn) {
            return false;
        }

        @Override
        public List<Registration> registrations(String msisdn) {
            return List.of();
        }

        @Override
        public MailboxPage mailbox(String msisdn, Optional<String> cursor, int limit) {
            return new MailboxPage(List.of(), Optional.empty());
        }

        @Override
        public Optional<MailboxMessage> peek(String msisdn, String messageId) {
            return Optional.empty();
        }

        @Override
        public int purge(String msisdn) {
            return 0;
        }

        @Override
        public RouteExplanation explainRoute(String from, String to) {
            return new RouteExplanation(
                    from, to, "reject", "no message center is wired", List.of());
        }

        @Override
        public Optional<Trace> trace(String messageId) {
            return Optional.empty();
        }
    }
}
