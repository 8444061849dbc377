package org.fivegmc.fallback.smpp.pdu;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fivegmc.fallback.text.Octets;

/// Optional parameters in the order of the PDU, unknown ones included.
public record Tlvs(List<Tlv> all) {
    private static final Tlvs NONE = new Tlvs(List.of());

    /// Copies the list.
    public Tlvs {
        all = List.copyOf(all);
    }

    /// No parameters.
    public static Tlvs none() {
        return NONE;
    }

    /// The value of the first parameter with that tag.
    public Optional<Octets> value(int tag) {
        return all.stream().filter(tlv -> tlv.tag() == tag).findFirst().map(Tlv::value);
    }

    /// The value as a number; empty if it is missing, has no octets or more than four.
    public OptionalInt number(int tag) {
        Octets value = value(tag).orElse(Octets.empty());
        return value.isEmpty() || value.length() > 4
                ? OptionalInt.empty()
                : OptionalInt.of(value.toInt());
    }

    /// The value as text up to the first NUL; empty if it is missing.
    public String text(int tag) {
        byte[] octets = value(tag).orElse(Octets.empty()).array();
        int end = 0;
        while (end < octets.length && octets[end] != 0) {
            end++;
        }
        return new String(octets, 0, end, StandardCharsets.ISO_8859_1);
    }
}
