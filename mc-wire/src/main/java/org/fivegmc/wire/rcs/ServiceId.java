package org.fivegmc.wire.rcs;

import java.util.Locale;
import java.util.Optional;

/// Value of P-Preferred-Service and P-Asserted-Service (RFC 6050): which service a request is for.
///
/// @param group whether it is the variant for a group or for many recipients
public record ServiceId(RcsService service, boolean group) {
    /// The service a header value names, however spelt.
    public static Optional<ServiceId> parse(String value) {
        boolean group = value.strip().toLowerCase(Locale.ROOT).endsWith(".group");
        return RcsService.ofUrn(value)
                .filter(service -> service.form() == RcsService.Form.ICSI)
                .map(service -> new ServiceId(service, group));
    }

    /// The URN as RFC 6050 wants it, without escapes.
    public String text() {
        return service.identifier() + (group ? ".group" : "");
    }
}
