package org.fivegmc.sip.codec;

import java.util.List;

/// The addresses of all fields of one name, in order.
///
/// @param entries those that follow the grammar
/// @param star whether a bare `*` stands among them (RFC 3261 section 10.2.2)
/// @param wellFormed whether every value could be read
public record AddressList(List<NameAddr> entries, boolean star, boolean wellFormed) {
    /// Of a message without such a field.
    static final AddressList NONE = new AddressList(List.of(), false, true);

    public AddressList {
        entries = List.copyOf(entries);
    }
}
