package org.fivegmc.wire.cpim;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.wire.ByteSlice;

/// The reports a sender asks for: value of `imdn.Disposition-Notification` (RFC 5438 section 6.2)
/// with the interworking token of CPM. Tokens nobody knows are ignored.
///
/// @param bits sum of the constants of this type
public record DispositionRequest(int bits) {
    public static final int POSITIVE_DELIVERY = 1;
    public static final int NEGATIVE_DELIVERY = 2;
    public static final int DISPLAY = 4;
    public static final int PROCESSING = 8;
    public static final int INTERWORKING = 16;

    private static final String[] TOKENS = {
        "positive-delivery", "negative-delivery", "display", "processing", "interworking"
    };

    public static final DispositionRequest NONE = new DispositionRequest(0);

    public DispositionRequest {
        if (bits < 0 || bits >= 1 << TOKENS.length) {
            throw new IllegalArgumentException("no such disposition: " + bits);
        }
    }

    public static DispositionRequest of(int... tokens) {
        int bits = 0;
        for (int token : tokens) {
            bits |= token;
        }
        return new DispositionRequest(bits);
    }

    /// Reads a comma list; blanks, folds, parameters and the case of letters do not matter.
    public static DispositionRequest parse(ByteSlice value) {
        int bits = 0;
        int from = 0;
        while (from < value.length()) {
            int comma = value.indexOf(',', from);
            int to = comma < 0 ? value.length() : comma;
            int semicolon = value.indexOf(';', from);
            ByteSlice token =
                    value.slice(from, semicolon >= 0 && semicolon < to ? semicolon : to).trim();
            for (int i = 0; i < TOKENS.length; i++) {
                if (token.equalsIgnoreCase(TOKENS[i])) {
                    bits |= 1 << i;
                }
            }
            from = to + 1;
        }
        return new DispositionRequest(bits);
    }

    public boolean positiveDelivery() {
        return (bits & POSITIVE_DELIVERY) != 0;
    }

    public boolean negativeDelivery() {
        return (bits & NEGATIVE_DELIVERY) != 0;
    }

    public boolean display() {
        return (bits & DISPLAY) != 0;
    }

    public boolean processing() {
        return (bits & PROCESSING) != 0;
    }

    public boolean interworking() {
        return (bits & INTERWORKING) != 0;
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    /// The header value, `positive-delivery, display`; empty when nothing is asked for.
    public String text() {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < TOKENS.length; i++) {
            if ((bits & 1 << i) != 0) {
                asked.add(TOKENS[i]);
            }
        }
        return String.join(", ", asked);
    }
}
