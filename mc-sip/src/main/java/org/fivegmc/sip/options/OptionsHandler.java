package org.fivegmc.sip.options;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Subscriber;
import org.fivegmc.sip.exchange.Incoming;
import org.fivegmc.sip.exchange.Refusals;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.sip.registrar.SipContact;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipEvents.CapabilityLookup;
import org.fivegmc.wire.rcs.FeatureTags;
import org.fivegmc.wire.rcs.RcsService;

/// Answers capability queries (RCC.07 section 2.6.1.1) from what devices registered with:
///
/// | user | answer |
/// |---|---|
/// | registered | 200 with the union of the devices' tags |
/// | offline, known capabilities | 200 with `automata` and the tags of services that are stored |
/// | offline, never seen or not for long | 480 |
/// | RCS switched off, or no user | 404 |
///
/// A query without a number is about this server itself: 200, or 503 while it is not ready, as
/// `/health/ready` has it. Called on event loops.
@SuppressWarnings("FutureReturnValueIgnored") // the outcome goes into the answer
public final class OptionsHandler {

    private static final Map<RcsService, Long> BITS =
            Map.of(
                    RcsService.STANDALONE_LARGE, Capabilities.LARGE,
                    RcsService.CHAT_SESSION, Capabilities.CHAT,
                    RcsService.FT_HTTP, Capabilities.FILE_TRANSFER_HTTP,
                    RcsService.GEOPUSH, Capabilities.GEOLOCATION,
                    RcsService.CHATBOT, Capabilities.CHATBOT,
                    RcsService.CHATBOT_SA, Capabilities.CHATBOT_STANDALONE,
                    RcsService.SIMPLE_IM, Capabilities.SIMPLE_IM);

    private static final SipReply NOT_READY =
            Refusals.warning(503, "not ready").with(HeaderName.RETRY_AFTER, "10");

    /// Methods without sessions.
    public static final String ALLOW = "MESSAGE, OPTIONS, REGISTER";

    private final MessageCenter center;
    private final HomeNumbers numbers;
    private final String ownContact;
    private final String allow;
    private final InstantSource clock;
    private final BooleanSupplier ready;
    private final long capabilityLifetimeMs;
    private final SipEvents events;

    /// @param ownContact this server's URI
    /// @param allow methods of this server
    /// @param ready whether this server should get requests
    /// @param capabilityLifetimeMs how long what a device could do is told after it was last seen
    public OptionsHandler(
            MessageCenter center,
            HomeNumbers numbers,
            String ownContact,
            String allow,
            InstantSource clock,
            BooleanSupplier ready,
            long capabilityLifetimeMs,
            SipEvents events) {
        this.center = center;
        this.numbers = numbers;
        this.ownContact = ownContact;
        this.allow = allow;
        this.clock = clock;
        this.ready = ready;
        this.capabilityLifetimeMs = capabilityLifetimeMs;
        this.events = events;
    }

    /// Whether a query is about a user, not about this server.
    public boolean isAboutUser(SipRequest request) {
        return numbers.number(request.uri()).isPresent();
    }

    public void onOptions(Incoming in) {
        SipRequest request = in.request();
        Optional<Msisdn> user = numbers.number(request.uri());
        if (user.isEmpty()) {
            in.reply(
                    ready.getAsBoolean()
                            ? SipReply.of(200)
                                    .with(HeaderName.ALLOW, allow)
                                    .with(HeaderName.ACCEPT, "message/cpim, text/plain")
                            : NOT_READY);
            return;
        }
        center.subscriber(user.get())
                .whenComplete((found, failure) -> {
                    if (failure != null) {
                        in.reply(Refusals.of(RefusalReason.OVERLOAD));
                    } else {
                        in.guarded(() -> in.reply(answer(user.get(), found)));
                    }
                });
    }

    private SipReply answer(Msisdn user, Optional<Subscriber> found) {
        if (found.isEmpty() || !found.get().rcs()) {
            events.capabilitiesAsked(CapabilityLookup.MISS);
            return Refusals.warning(404, "not an RCS user");
        }
        Subscriber subscriber = found.get();
        List<Binding> live = subscriber.live(clock.millis());
        if (!live.isEmpty()) {
            events.capabilitiesAsked(CapabilityLookup.HIT);
            return positive(user, tags(live).text());
        }
        if (!subscriber.lastCapabilities().takesPager()) {
            events.capabilitiesAsked(CapabilityLookup.MISS);
            return SipReply.of(480);
        }
        if (clock.millis() - subscriber.lastSeenMs() > capabilityLifetimeMs) {
            events.capabilitiesAsked(CapabilityLookup.STALE);
            return SipReply.of(480);
        }
        events.capabilitiesAsked(CapabilityLookup.HIT);
        return positive(user, ";automata" + remembered(subscriber.lastCapabilities()).text());
    }

    private static FeatureTags tags(List<Binding> bindings) {
        FeatureTags union = FeatureTags.NONE;
        for (Binding binding : bindings) {
            if (binding.capabilities().isRefuted()) {
                continue; // its tags are known to be wrong
            }
            String features = SipContact.decode(binding.contact()).features();
            union = union.union(FeatureTags.parse("*" + features));
        }
        return union;
    }

    /// What the devices could do when they were last here; the bindings may be gone.
    private static FeatureTags remembered(Capabilities last) {
        FeatureTags tags = FeatureTags.of(RcsService.STANDALONE_PAGER);
        for (Map.Entry<RcsService, Long> service : BITS.entrySet()) {
            tags = last.has(service.getValue()) ? tags.with(service.getKey()) : tags;
        }
        return tags;
    }

    private SipReply positive(Msisdn user, String tags) {
        return SipReply.of(200)
                .with(HeaderName.CONTACT, "<" + ownContact + ">" + tags)
                .with(HeaderName.P_ASSERTED_IDENTITY, "<" + numbers.tel(user) + ">")
                .with(HeaderName.ALLOW, allow);
    }
}
