package org.fivegmc.sip.identity;

import java.util.Optional;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;

/// Who a request says it is from (RFC 3325, TS 24.229 section 5.7.1.3A).
public final class CallerIdentity {

    private final HomeNumbers numbers;

    public CallerIdentity(HomeNumbers numbers) {
        this.numbers = numbers;
    }

    /// Out of the trust domain: the first number in P-Asserted-Identity, else the served user of
    /// the originating side. What is claimed counts only when the network asserts nobody: whom it
    /// asserts to be no number, as anonymous senders, stays so whatever From says.
    public Optional<Msisdn> believed(SipRequest request) {
        Optional<NameAddr> served = servedSender(request);
        if (request.has(HeaderName.P_ASSERTED_IDENTITY) || served.isPresent()) {
            return first(request, HeaderName.P_ASSERTED_IDENTITY)
                    .or(() -> served.flatMap(numbers::number));
        }
        return claimed(request);
    }

    /// P-Served-User (RFC 5502) names the recipient when the session case is `term`.
    private static Optional<NameAddr> servedSender(SipRequest request) {
        if (!request.has(HeaderName.P_SERVED_USER)) {
            return Optional.empty();
        }
        return request.nameAddrs(HeaderName.P_SERVED_USER).entries().stream()
                .filter(CallerIdentity::isOriginating)
                .findFirst();
    }

    private static boolean isOriginating(NameAddr served) {
        Span sessionCase = served.params().get("sescase");
        return sessionCase == null || !sessionCase.equalsIgnoreCase("term");
    }

    /// What the user claims to be and has to prove: P-Preferred-Identity, else From.
    public Optional<Msisdn> claimed(SipRequest request) {
        return first(request, HeaderName.P_PREFERRED_IDENTITY)
                .or(() -> numbers.number(request.from()));
    }

    private Optional<Msisdn> first(SipRequest request, HeaderName name) {
        if (!request.has(name)) {
            return Optional.empty();
        }
        for (Span value : request.values(name)) {
            NameAddr address = NameAddr.parse(value);
            Optional<Msisdn> number = address == null ? Optional.empty() : numbers.number(address);
            if (number.isPresent()) {
                return number;
            }
        }
        return Optional.empty();
    }
}
