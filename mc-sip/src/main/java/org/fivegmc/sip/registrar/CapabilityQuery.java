package org.fivegmc.sip.registrar;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.exchange.Requests;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.wire.rcs.FeatureTags;
import org.fivegmc.wire.rcs.RcsService;

/// Asks a user by OPTIONS what their devices can do (RCC.07 section 2.6.1.1), through the S-CSCF
/// that said they are registered but not with what:
///
/// | answer | what is learned |
/// |---|---|
/// | 2xx with RCS tags in Contact | these |
/// | 404, 604 | no RCS user |
/// | 480, 408 | away |
/// | anything else, none at all | nothing |
///
/// An answer counts only if nothing has been heard of the user since the question. Thread-safe.
final class CapabilityQuery {

    /// Questions under way; beyond it nobody is asked, and what was assumed stays.
    static final int MAX_OPEN = 10_000;

    /// What an answer says.
    sealed interface Told {
        Msisdn user();

        record Tags(Msisdn user, NameAddr contact, String route, long seconds) implements Told {}

        record NoRcs(Msisdn user, String route, long seconds) implements Told {}

        record Away(Msisdn user) implements Told {}
    }

    private final Requests requests;
    private final HomeNumbers numbers;
    private final String ownContact;
    private final Consumer<Told> listener;
    private final AtomicLong numbering = new AtomicLong();
    private final Map<Msisdn, Long> open = new ConcurrentHashMap<>();

    CapabilityQuery(
            Requests requests, HomeNumbers numbers, String ownContact, Consumer<Told> listener) {
        this.requests = requests;
        this.numbers = numbers;
        this.ownContact = ownContact;
        this.listener = listener;
    }

    /// News of a user: answers to older questions count no more. [#ask] or [#end] must follow.
    ///
    /// @return the number a question may be asked with
    long begin(Msisdn user) {
        long number = numbering.incrementAndGet();
        if (open.size() < MAX_OPEN) {
            open.put(user, number);
        } else {
            open.remove(user);
        }
        return number;
    }

    /// Nothing is asked.
    void end(Msisdn user, long number) {
        open.remove(user, number);
    }

    /// @param number from [#begin]
    /// @param route the S-CSCF, in angle brackets
    /// @param seconds how long the registration lasts
    void ask(Msisdn user, long number, String route, long seconds) {
        if (!Long.valueOf(number).equals(open.get(user))) {
            return;
        }
        String id = UUID.randomUUID().toString();
        OutgoingRequest request =
                OutgoingRequest.builder(SipMethod.OPTIONS, numbers.sip(user))
                        .from("<" + ownContact + ">", id)
                        .to("<" + numbers.sip(user) + ">")
                        .callId(id)
                        .cSeq(1)
                        .header(HeaderName.ROUTE, route)
                        .header(HeaderName.CONTACT, "<" + ownContact + ">")
                        .header(HeaderName.P_ASSERTED_IDENTITY, "<" + ownContact + ">")
                        .header(
                                HeaderName.ACCEPT_CONTACT,
                                "*" + FeatureTags.of(RcsService.STANDALONE_PAGER).text())
                        .header(HeaderName.ACCEPT, "application/sdp")
                        .build();
        requests.send(
                request,
                new Requests.NextHop(route.substring(1, route.length() - 1), ""),
                outcome -> answered(user, number, route, seconds, outcome));
    }

    private void answered(
            Msisdn user, long number, String route, long seconds, Requests.Outcome outcome) {
        if (!open.remove(user, number) || !(outcome instanceof Requests.Outcome.Answered answer)) {
            return;
        }
        switch (answer.status()) {
            case 404, 604 -> listener.accept(new Told.NoRcs(user, route, seconds));
            case 408, 480 -> listener.accept(new Told.Away(user));
            default -> {
                if (answer.status() / 100 == 2) {
                    answer.contacts().stream()
                            .filter(CapabilityQuery::tagged)
                            .findFirst()
                            .ifPresent(contact ->
                                    listener.accept(new Told.Tags(user, contact, route, seconds)));
                }
            }
        }
    }

    /// Whether a Contact says anything about services.
    private static boolean tagged(NameAddr contact) {
        return FeatureTags.parse("*" + DeviceContacts.features(contact)).services() != 0;
    }
}
