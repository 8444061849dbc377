package org.fivegmc.wire;

/// Checks octets against RFC 3629 section 4: no overlong forms, no surrogates, nothing above
/// U+10FFFF.
public final class Utf8 {
    private Utf8() {}

    /// Index in the array of the first octet that does not belong to well-formed UTF-8, or -1.
    public static int firstInvalid(byte[] array, int from, int to) {
        int i = from;
        while (i < to) {
            int lead = array[i] & 0xff;
            if (lead < 0x80) {
                i++;
                continue;
            }
            int more = followers(lead);
            if (more < 0 || i + more >= to || !secondFits(lead, array[i + 1] & 0xff)) {
                return i;
            }
            for (int k = 2; k <= more; k++) {
                if ((array[i + k] & 0xc0) != 0x80) {
                    return i;
                }
            }
            i += more + 1;
        }
        return -1;
    }

    private static int followers(int lead) {
        if (lead < 0xc2) {
            return -1;
        }
        if (lead < 0xe0) {
            return 1;
        }
        if (lead < 0xf0) {
            return 2;
        }
        return lead < 0xf5 ? 3 : -1;
    }

    private static boolean secondFits(int lead, int second) {
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }
}
