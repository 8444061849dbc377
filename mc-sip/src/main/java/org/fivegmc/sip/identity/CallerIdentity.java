package org.fivegmc.sip.identity;

import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.SipRequest;

/// Who a request says it is from (RFC 3325, TS 24.229 section 5.7.1.3A).
public final class CallerIdentity {

    private static final List<HeaderName> ASSERTED =
            List.of(HeaderName.P_ASSERTED_IDENTITY, HeaderName.P_SERVED_USER);

    private final HomeNumbers numbers;

    public CallerIdentity(HomeNumbers numbers) {
        this.numbers = numbers;
    }

    /// Out of the trust domain: what the network asserts, else what the user prefers, else From.
    public Optional<Msisdn> asserted(SipRequest request) {
        return first(request, ASSERTED).or(() -> claimed(request));
    }

    /// What the user claims to be and has to prove: P-Preferred-Identity, else From.
    public Optional<Msisdn> claimed(SipRequest request) {
        return first(request, List.of(HeaderName.P_PREFERRED_IDENTITY))
                .or(() -> numbers.number(request.from()));
    }

    private Optional<Msisdn> first(SipRequest request, List<HeaderName> names) {
        for (HeaderName name : names) {
            if (!request.has(name)) {
                continue;
            }
            for (NameAddr address : request.nameAddrs(name).entries()) {
                Optional<Msisdn> number = numbers.number(address);
                if (number.isPresent()) {
                    return number;
                }
            }
        }
        return Optional.empty();
    }
}
