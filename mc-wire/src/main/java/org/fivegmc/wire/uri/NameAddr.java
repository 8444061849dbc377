package org.fivegmc.wire.uri;

import org.fivegmc.wire.ByteSlice;

/// An address as it stands in From, Contact or P-Asserted-Identity (RFC 3261 section 20.10): a
/// display name, a URI, parameters. Without angle brackets, which some clients forget, everything
/// behind the first semicolon is a parameter of the header.
final class NameAddr {

    private NameAddr() {}

    /// The URI of an address without reading the rest of it: what stands in the angle brackets,
    /// else all in front of the first semicolon.
    static ByteSlice uriOf(ByteSlice address) {
        boolean quoted = false;
        for (int i = 0; i < address.length(); i++) {
            byte octet = address.at(i);
            if (quoted && octet == '\\') {
                i++;
            } else if (octet == '"') {
                quoted = !quoted;
            } else if (!quoted && octet == '<') {
                int close = address.indexOf('>', i);
                return address.slice(i + 1, close < 0 ? address.length() : close).trim();
            } else if (!quoted && octet == ';') {
                return address.slice(0, i).trim();
            }
        }
        return address.trim();
    }
}
