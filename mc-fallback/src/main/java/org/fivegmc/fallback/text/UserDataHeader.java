package org.fivegmc.fallback.text;

/// The concatenation elements of the user data header (3GPP TS 23.040 clause 9.2.3.24).
public final class UserDataHeader {
    private static final int CONCATENATION_8 = 0x00;
    private static final int CONCATENATION_16 = 0x08;

    private UserDataHeader() {}

    /// The header octets including the leading length.
    ///
    /// @param wide 16-bit instead of 8-bit reference
    public static byte[] write(PartNumber part, boolean wide) {
        byte total = (byte) part.total();
        byte sequence = (byte) part.sequence();
        byte low = (byte) part.reference();
        return wide
                ? new byte[] {
                    6, CONCATENATION_16, 4, (byte) (part.reference() >> 8), low, total, sequence
                }
                : new byte[] {5, CONCATENATION_8, 3, low, total, sequence};
    }

    /// Octets the header takes including its length octet; the whole user data if the header claims
    /// more.
    public static int length(byte[] userData) {
        return userData.length == 0 ? 0 : Math.min(userData.length, 1 + (userData[0] & 0xff));
    }

    /// The part number the header tells; [PartNumber#only()] if there is none or it makes no sense.
    public static PartNumber read(byte[] userData) {
        int end = length(userData);
        int at = 1;
        while (at + 2 <= end) {
            int id = userData[at] & 0xff;
            int size = userData[at + 1] & 0xff;
            int value = at + 2;
            if (value + size > end) {
                break;
            }
            if (id == CONCATENATION_8 && size == 3) {
                return number(userData[value] & 0xff, userData, value + 1);
            }
            if (id == CONCATENATION_16 && size == 4) {
                int reference = ((userData[value] & 0xff) << 8) | (userData[value + 1] & 0xff);
                return number(reference, userData, value + 2);
            }
            at = value + size;
        }
        return PartNumber.only();
    }

    private static PartNumber number(int reference, byte[] userData, int at) {
        int total = userData[at] & 0xff;
        int sequence = userData[at + 1] & 0xff;
        boolean sound = total >= 1 && sequence >= 1 && sequence <= total;
        return sound ? new PartNumber(reference, sequence, total) : PartNumber.only();
    }
}
