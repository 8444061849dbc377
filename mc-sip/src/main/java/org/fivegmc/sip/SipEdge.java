package org.fivegmc.sip;

import org.fivegmc.sip.exchange.Incoming;
import org.fivegmc.sip.exchange.Refusals;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.auth.Authenticator;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.dialog.DialogRequests;
import org.fivegmc.sip.dialog.DialogSettings;
import org.fivegmc.sip.identity.CallerIdentity;
import org.fivegmc.sip.identity.TrustedPeers;
import org.fivegmc.sip.options.OptionsHandler;
import org.fivegmc.sip.pager.PagerModeHandler;
import org.fivegmc.sip.registrar.RegisterHandler;
import org.fivegmc.sip.registrar.ThirdPartyRegisterHandler;
import org.fivegmc.sip.transaction.ServerTransaction;
import org.fivegmc.sip.transaction.SipRequestHandler;
import org.fivegmc.sip.transport.CloseReason;
import org.fivegmc.sip.transport.Flow;

/// Where requests enter: who may ask is settled here, what is asked by the roles.
///
/// | from | REGISTER | MESSAGE, INVITE, OPTIONS about a user |
/// |---|---|---|
/// | a trusted peer | believed; on behalf of somebody: third-party | asserted identity believed |
/// | a connection that has proven a user | Digest | the proven user, Digest when it claims another |
/// | anybody else | Digest | Digest |
///
/// A connection proves a user when the REGISTER came straight from the handset, and only while no
/// other user registers over it: behind a proxy or a shared connection anybody could speak.
///
/// What belongs to a dialog goes to whoever serves sessions, as it comes; without sessions their
/// methods are refused.
///
/// Called on event loops; keeps no state of its own but the [FlowTable].
final class SipEdge implements SipRequestHandler {

    private final TrustedPeers trusted;
    private final CallerIdentity identity;
    private final Authenticator authenticator;
    private final RegisterHandler registrar;
    private final ThirdPartyRegisterHandler thirdParty;
    private final PagerModeHandler pager;
    private final OptionsHandler options;
    private final FlowTable flows;
    private final DialogRequests sessions;
    private final Optional<SipReply> notAllowed;
    private volatile OwnAddresses own = OwnAddresses.NONE;

    SipEdge(
            TrustedPeers trusted,
            CallerIdentity identity,
            Authenticator authenticator,
            RegisterHandler registrar,
            ThirdPartyRegisterHandler thirdParty,
            PagerModeHandler pager,
            OptionsHandler options,
            FlowTable flows,
            DialogRequests sessions) {
        this.trusted = trusted;
        this.identity = identity;
        this.authenticator = authenticator;
        this.registrar = registrar;
        this.thirdParty = thirdParty;
        this.pager = pager;
        this.options = options;
        this.flows = flows;
        this.sessions = sessions;
        this.notAllowed = Optional.of(SipReply.of(405).with(HeaderName.ALLOW, allow(sessions)));
    }

    /// Methods of this server, as Allow lists them.
    static String allow(DialogRequests sessions) {
        return sessions.areServed()
                ? OptionsHandler.ALLOW + ", " + DialogSettings.METHODS
                : OptionsHandler.ALLOW;
    }

    /// Tells the addresses the listeners got, which are known once they are open.
    void listensAt(OwnAddresses addresses) {
        own = addresses;
    }

    /// A server transaction as the roles see it.
    private record Exchange(ServerTransaction transaction) implements Incoming {

        @Override
        public SipRequest request() {
            return transaction.request();
        }

        @Override
        public InetAddress source() {
            return transaction.flow().remote().getAddress();
        }

        @Override
        public String flow() {
            return FlowTable.name(transaction.flow());
        }

        @Override
        public boolean isConnection() {
            return FlowTable.isConnection(transaction.flow());
        }

        @Override
        public void failed(RuntimeException fault) {
            transaction.failed(fault);
        }

        @Override
        public void reply(SipReply reply) {
            transaction.respond(reply);
        }
    }

    @Override
    public void onRequest(ServerTransaction transaction, SipRequest request) {
        var in = new Exchange(transaction);
        Flow flow = transaction.flow();
        if (isOfDialog(request)) {
            sessions.onRequest(transaction, request);
            return;
        }
        boolean believed = trusted.contains(in.source());
        if (believed && own.sent(request)) {
            // what this server has sent and an S-CSCF sends back, because a filter matches it there
            in.reply(SipReply.of(482));
            return;
        }
        switch (request.method()) {
            case SipMethod.REGISTER -> register(in, flow, believed);
            case SipMethod.MESSAGE -> message(in, flow, believed);
            case SipMethod.INVITE ->
                    identified(in, flow, believed, user -> sessions.onInvite(transaction, user));
            case SipMethod.OPTIONS -> options(in, flow, believed);
            default ->
                    throw new IllegalStateException(request.method() + " is refused before this");
        }
    }

    @Override
    public Optional<SipReply> refusal(SipMethod method) {
        return switch (method) {
            case SipMethod.REGISTER, SipMethod.MESSAGE, SipMethod.OPTIONS -> Optional.empty();
            case SipMethod.INVITE, SipMethod.BYE, SipMethod.UPDATE ->
                    sessions.areServed() ? Optional.empty() : notAllowed;
            default -> notAllowed;
        };
    }

    /// What belongs to a dialog is proven by its tags.
    private static boolean isOfDialog(SipRequest request) {
        return switch (request.method()) {
            case SipMethod.BYE, SipMethod.UPDATE -> true;
            case SipMethod.INVITE -> request.to().tag() != null;
            default -> false;
        };
    }

    @Override
    public void onCancel(ServerTransaction invite, SipRequest cancel) {
        sessions.onCancel(invite, cancel);
    }

    @Override
    public void onAck(Flow flow, SipRequest ack) {
        sessions.onAck(flow, ack);
    }

    private void register(Exchange in, Flow flow, boolean believed) {
        if (believed && thirdParty.isThirdParty(in.request())) {
            thirdParty.onRegister(in);
            return;
        }
        Optional<Msisdn> user = registrar.addressOfRecord(in.request());
        if (user.isEmpty()) {
            in.reply(Refusals.warning(404, "To is not a telephone number"));
        } else if (believed) {
            registrar.onRegister(
                    in, user.get(), true, new Bound(flow, user.get(), Optional.empty()));
        } else {
            authenticator.authenticate(
                    in,
                    user.get(),
                    () ->
                            registrar.onRegister(
                                    in,
                                    user.get(),
                                    false,
                                    new Bound(
                                            flow,
                                            user.get(),
                                            isStraight(in.request()) ? user : Optional.empty())));
        }
    }

    /// Whether nobody stands between the handset and this server: another element would have left
    /// its Via.
    private static boolean isStraight(SipRequest request) {
        return request.values(HeaderName.VIA).size() == 1 && !request.has(HeaderName.PATH);
    }

    /// Keeps the flow table true to what a REGISTER did.
    private final class Bound implements RegisterHandler.FlowListener {

        private final Flow flow;
        private final Msisdn user;
        private final Optional<Msisdn> proven;

        Bound(Flow flow, Msisdn user, Optional<Msisdn> proven) {
            this.flow = flow;
            this.user = user;
            this.proven = proven;
        }

        @Override
        public void bound(long untilMs) {
            flows.bound(flow, proven, untilMs);
        }

        @Override
        public void unbound() {
            flows.unbound(flow, user);
        }
    }

    private void message(Exchange in, Flow flow, boolean believed) {
        identified(in, flow, believed, sender -> pager.onMessage(in, sender, believed));
    }

    /// Goes on with who sent a request, or answers it.
    private void identified(Exchange in, Flow flow, boolean believed, Consumer<Msisdn> goesOn) {
        if (believed) {
            Optional<Msisdn> sender = identity.believed(in.request());
            if (sender.isPresent()) {
                goesOn.accept(sender.get());
            } else {
                in.reply(Refusals.warning(403, "the sender is not a telephone number"));
            }
            return;
        }
        Optional<Msisdn> proven = flows.userOf(flow);
        Optional<Msisdn> claimed = identity.claimed(in.request());
        // Who claims to be another user than the connection's has to prove that.
        if (proven.isPresent() && (claimed.isEmpty() || claimed.equals(proven))) {
            goesOn.accept(proven.get());
        } else if (claimed.isEmpty()) {
            in.reply(Refusals.warning(403, "the sender is not a telephone number"));
        } else {
            authenticator.authenticate(in, claimed.get(), () -> goesOn.accept(claimed.get()));
        }
    }

    private void options(Exchange in, Flow flow, boolean believed) {
        boolean open = believed || flows.userOf(flow).isPresent();
        Optional<Msisdn> claimed = identity.claimed(in.request());
        if (open || !options.isAboutUser(in.request())) {
            options.onOptions(in);
        } else if (claimed.isEmpty()) {
            in.reply(Refusals.warning(403, "the sender is not a telephone number"));
        } else {
            authenticator.authenticate(in, claimed.get(), () -> options.onOptions(in));
        }
    }

    @Override
    public void onFlowClosed(Flow flow, CloseReason reason) {
        flows.closed(flow);
    }
}
