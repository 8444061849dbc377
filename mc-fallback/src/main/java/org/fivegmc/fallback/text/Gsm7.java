package org.fivegmc.fallback.text;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// GSM 7 bit default alphabet and its extension table (3GPP TS 23.038 clauses 6.2.1 and 6.2.1.1),
/// one octet per septet.
///
/// National language shift tables are not included: a message that needs one is sent as UCS-2.
public final class Gsm7 {
    /// Announces a character of the extension table.
    public static final int ESC = 0x1b;

    private static final String BASE =
            "@£$¥èéùìòÇ\nØø\rÅå"
                    + "Δ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ"
                    + " !\"#¤%&'()*+,-./"
                    + "0123456789:;<=>?"
                    + "¡ABCDEFGHIJKLMNO"
                    + "PQRSTUVWXYZÄÖÑÜ§"
                    + "¿abcdefghijklmno"
                    + "pqrstuvwxyzäöñüà";

    private static final String EXTENSION_CHARACTERS = "\f^{}\\[~]|€";
    private static final int[] EXTENSION_CODES = {
        0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65
    };

    private static final char REPLACEMENT = '\ufffd';
    private static final short NONE = -1;

    /// Everything but the euro sign lies below this.
    private static final int DIRECT = 0x400;

    private static final char EURO = '€';
    private static final short[] CODES = codes();

    private Gsm7() {}

    /// Whether every character of the text has a code. A lone ESC has none.
    public static boolean canEncode(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (code(text.charAt(i)) == NONE) {
                return false;
            }
        }
        return true;
    }

    /// Septets one character takes: 1, 2 for the extension table; 1 as well for what [#encode]
    /// replaces by `?`.
    public static int septets(char c) {
        return code(c) > 0xff ? 2 : 1;
    }

    /// Octets of the text, one per septet; characters without a code become `?`.
    public static byte[] encode(CharSequence text) {
        var octets = new ByteArrayOutputStream(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            short code = code(text.charAt(i));
            if (code == NONE) {
                octets.write('?');
            } else {
                if (code > 0xff) {
                    octets.write(ESC);
                }
                octets.write(code & 0x7f);
            }
        }
        return octets.toByteArray();
    }

    /// Text of octets, one per septet. An unknown extension code is shown as the base character, a
    /// trailing ESC as a space (both as TS 23.038 asks of a receiver); an octet above 0x7F as
    /// U+FFFD.
    public static String decode(byte[] octets) {
        var text = new StringBuilder(octets.length);
        for (int i = 0; i < octets.length; i++) {
            int octet = octets[i];
            if (octet < 0) {
                text.append(REPLACEMENT);
            } else if (octet != ESC) {
                text.append(BASE.charAt(octet));
            } else if (i + 1 == octets.length || octets[i + 1] == ESC) {
                text.append(' ');
            } else {
                text.append(extended(octets[++i]));
            }
        }
        return text.toString();
    }

    private static char extended(byte octet) {
        for (int i = 0; i < EXTENSION_CODES.length; i++) {
            if (EXTENSION_CODES[i] == octet) {
                return EXTENSION_CHARACTERS.charAt(i);
            }
        }
        return octet < 0 ? REPLACEMENT : BASE.charAt(octet);
    }

    private static short code(char c) {
        if (c < DIRECT) {
            return CODES[c];
        }
        return c == EURO ? (short) ((ESC << 8) | 0x65) : NONE;
    }

    private static short[] codes() {
        short[] codes = new short[DIRECT];
        Arrays.fill(codes, NONE);
        for (short i = 0; i < BASE.length(); i++) {
            if (i != ESC) {
                codes[BASE.charAt(i)] = i;
            }
        }
        for (int i = 0; i < EXTENSION_CODES.length; i++) {
            char c = EXTENSION_CHARACTERS.charAt(i);
            if (c < DIRECT) {
                codes[c] = (short) ((ESC << 8) | EXTENSION_CODES[i]);
            }
        }
        return codes;
    }
}
