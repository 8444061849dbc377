package org.fivegmc.server.config;

import java.net.InetAddress;
import java.util.Optional;

/// A block of addresses (RFC 4632, RFC 4291 section 2.3): `127.0.0.0/8`, `::1/128`; a lone address
/// is a block of one.
public record Cidr(InetAddress network, int prefixLength) {

    /// Empty when the text is no literal address, the length does not fit, or bits behind the
    /// prefix are set.
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        int bits = address.getAddress().length * 8;
        int length = bits;
        if (slash >= 0) {
            String digits = text.substring(slash + 1);
            if (!digits.matches("\\d{1,3}")) {
                return Optional.empty();
            }
            length = Integer.parseInt(digits);
        }
        if (length > bits) {
            return Optional.empty();
        }
        var cidr = new Cidr(address, length);
        return cidr.hasHostBits() ? Optional.empty() : Optional.of(cidr);
    }

    /// Whether `address` lies in the block; an IPv4 address never lies in an IPv6 block.
    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((ours[bit >> 3] & mask) != (theirs[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasHostBits() {
        byte[] bytes = network.getAddress();
        for (int bit = prefixLength; bit < bytes.length * 8; bit++) {
            if ((bytes[bit >> 3] & (0x80 >> (bit & 7))) != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixLength;
    }
}
