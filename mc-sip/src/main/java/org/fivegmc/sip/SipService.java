package org.fivegmc.sip;

import org.fivegmc.sip.exchange.Requests;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.channel.RcsChannel;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.auth.Authenticator;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.dialog.DialogRequests;
import org.fivegmc.sip.identity.CallerIdentity;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.sip.identity.TrustedPeers;
import org.fivegmc.sip.options.OptionsHandler;
import org.fivegmc.sip.pager.PagerModeChannel;
import org.fivegmc.sip.pager.PagerModeHandler;
import org.fivegmc.sip.registrar.RegisterHandler;
import org.fivegmc.sip.registrar.RegistrarPolicy;
import org.fivegmc.sip.registrar.ThirdPartyRegisterHandler;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.transaction.SipStack;
import org.fivegmc.sip.transaction.SipStackConfig;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.SipEvents;
import org.jspecify.annotations.Nullable;

/// SIP for the message center: the stack with the roles on top, and the channel back out. The
/// channel exists before the core, the roles come with it.
public final class SipService implements AutoCloseable {

    /// The operator's settings for the roles.
    ///
    /// @param hostName this server's name in Call-IDs
    /// @param ownContact this server's URI
    /// @param maxBody most octets of a message body
    /// @param capabilityLifetimeMs how long capabilities are told after a user was last seen
    public record Settings(
            HomeNumbers numbers,
            TrustedPeers trusted,
            Authenticator.Settings authentication,
            RegistrarPolicy registrar,
            String hostName,
            String ownContact,
            int maxBody,
            long capabilityLifetimeMs) {}

    private final Settings settings;
    private final InstantSource clock;
    private final FlowTable flows;
    private final LateRequests requests = new LateRequests();
    private final RcsChannel channel;
    private volatile @Nullable SipStack stack;

    /// Requests before there is a stack fail as if the network were down.
    private static final class LateRequests implements Requests {

        private volatile Requests target =
                (_, _, done) -> done.accept(new Outcome.NotSent("the SIP stack is not started"));

        @Override
        public void send(OutgoingRequest request, NextHop to, Consumer<Outcome> done) {
            target.send(request, to, done);
        }
    }

    public SipService(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.flows = new FlowTable(clock);
        this.channel = new PagerModeChannel(requests, settings.numbers(), settings.hostName());
    }

    /// The way out, for the core.
    public RcsChannel channel() {
        return channel;
    }

    /// Opens the listeners; throws when one can't be bound.
    ///
    /// @param ready what OPTIONS about this server tells; called on event loops
    public void start(
            MessageCenter center,
            SipStackConfig config,
            SipEvents events,
            HopResolver resolver,
            BooleanSupplier ready) {
        start(center, config, events, resolver, ready, DialogRequests.NONE);
    }

    /// The same with INVITE sessions, whose option tags the configuration must support:
    /// [#sessionOptions].
    ///
    /// @param sessions is told of the stack once the listeners are open
    public void start(
            MessageCenter center,
            SipStackConfig config,
            SipEvents events,
            HopResolver resolver,
            BooleanSupplier ready,
            DialogRequests sessions) {
        HomeNumbers numbers = settings.numbers();
        var edge =
                new SipEdge(
                        settings.trusted(),
                        new CallerIdentity(numbers),
                        new Authenticator(settings.authentication(), center, clock),
                        new RegisterHandler(center, numbers, settings.registrar(), clock),
                        new ThirdPartyRegisterHandler(
                                center,
                                numbers,
                                settings.registrar(),
                                clock,
                                requests,
                                settings.ownContact()),
                        new PagerModeHandler(
                                center,
                                numbers,
                                settings.ownContact(),
                                settings.maxBody(),
                                clock,
                                events),
                        new OptionsHandler(
                                center,
                                numbers,
                                settings.ownContact(),
                                SipEdge.allow(sessions),
                                clock,
                                ready,
                                settings.capabilityLifetimeMs(),
                                events),
                        flows,
                        sessions);
        SipStack started = SipStack.start(config, edge, events, resolver);
        stack = started;
        edge.listensAt(OwnAddresses.of(started.listeners()));
        var targets = new FlowTargets(flows);
        requests.target = new StackRequests(started, targets);
        sessions.started(started, targets);
    }

    /// What is listened on, with the ports that were really bound; empty before the start.
    public List<ListenerConfig> listeners() {
        SipStack started = stack;
        return started == null ? List.of() : started.listeners();
    }

    /// Whether the event loops come by; true before the start.
    public boolean isAlive() {
        SipStack started = stack;
        return started == null || started.isAlive();
    }

    /// Whether the listeners are open.
    public boolean isListening() {
        SipStack started = stack;
        return started != null && started.isListening();
    }

    /// The operator changed or removed a user's account: connections that have proven to be this
    /// user prove nothing any more.
    public void accountChanged(Msisdn user) {
        flows.forget(user);
    }

    /// Connections over which users are registered.
    public int registeredConnections() {
        return flows.size();
    }

    @Override
    public void close() {
        SipStack started = stack;
        if (started != null) {
            started.close();
        }
    }

    /// Options this server understands in Require (RFC 3261 section 20.32).
    public static List<String> supportedOptions() {
        return List.of("path");
    }

    /// The same of a server with INVITE sessions.
    public static List<String> sessionOptions() {
        return List.of("path", "timer");
    }
}
