package org.fivegmc.wire.rcs;

import java.util.Locale;
import java.util.Optional;
import org.fivegmc.wire.Parameters;

/// Identity of a device: the URN in `+sip.instance` (RFC 5626 section 4.1), an IMEI (RFC 7254) or a
/// UUID (RFC 4122). Kept in small letters, so equal devices are equal values.
///
/// @param urn without quotes and angle brackets
public record SipInstance(String urn) {
    /// Longest URN that is taken, in characters.
    public static final int MAX_LENGTH = 256;

    /// Name of the parameter.
    public static final String PARAMETER = "+sip.instance";

    public SipInstance {
        urn = urn.toLowerCase(Locale.ROOT);
    }

    /// The instance among the parameters of a Contact, with or without quotes and brackets.
    public static Optional<SipInstance> of(Parameters contact) {
        return contact.value(PARAMETER).flatMap(SipInstance::parse);
    }

    public static Optional<SipInstance> parse(String value) {
        String text = value.strip();
        text =
                text.startsWith("\"") && text.endsWith("\"") && text.length() > 1
                        ? text.substring(1, text.length() - 1)
                        : text;
        text =
                text.startsWith("<") && text.endsWith(">")
                        ? text.substring(1, text.length() - 1)
                        : text;
        text = text.strip();
        boolean fits = text.length() <= MAX_LENGTH && text.matches("(?i)urn:[!#-;=?-~]+");
        return fits ? Optional.of(new SipInstance(text)) : Optional.empty();
    }

    public boolean isImei() {
        return urn.startsWith("urn:gsma:imei:");
    }

    public boolean isUuid() {
        return urn.startsWith("urn:uuid:");
    }

    /// The parameter as RFC 5626 writes it.
    public String text() {
        return PARAMETER + "=\"<" + urn + ">\"";
    }
}
