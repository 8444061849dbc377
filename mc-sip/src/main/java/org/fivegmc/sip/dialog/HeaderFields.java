package org.fivegmc.sip.dialog;

import org.fivegmc.sip.codec.Params;
import org.fivegmc.sip.codec.Span;

/// A header value of the form `first;name=value`.
///
/// @param first what stands before the parameters
record HeaderFields(String first, Params params) {
    static HeaderFields of(Span value) {
        int at = 0;
        while (at < value.length() && value.byteAt(at) != ';') {
            at++;
        }
        String text = value.unfolded();
        int semicolon = text.indexOf(';');
        return new HeaderFields(
                (semicolon < 0 ? text : text.substring(0, semicolon)).strip(),
                Params.of(value, at));
    }
}
