package org.fivegmc.maap.tenant;

import java.net.InetAddress;

/// Addresses with a common beginning, `192.0.2.0/24`; one address is a range of itself.
public record AddressRange(InetAddress first, int prefix) {

    public static AddressRange of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress first;
        try {
            first = InetAddress.ofLiteral(address.strip());
        } catch (IllegalArgumentException _) {
            throw new TenantFault("'" + text + "' is no address and no range of addresses");
        }
        int bits = first.getAddress().length * 8;
        int prefix = slash < 0 ? bits : prefix(text, slash, bits);
        return new AddressRange(first, prefix);
    }

    private static int prefix(String text, int slash, int bits) {
        String digits = text.substring(slash + 1);
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > bits) {
            throw new TenantFault("'" + text + "' has no length of 0 to " + bits);
        }
        return Integer.parseInt(digits);
    }

    public boolean contains(InetAddress address) {
        byte[] wanted = first.getAddress();
        byte[] given = address.getAddress();
        if (wanted.length != given.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((wanted[bit >> 3] ^ given[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + prefix;
    }
}
