package org.fivegmc.wire.mime;

import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.HeaderBlock;

/// One part of a multipart body; views of the octets it came in.
public record MimePart(HeaderBlock headers, ByteSlice content) {
    /// Its type; RFC 2046 section 5.1 makes it text/plain when nothing is said.
    public MediaType contentType() {
        ByteSlice value = headers.first("Content-Type");
        return MediaType.parse(value.isEmpty() ? "text/plain" : HeaderBlock.unfolded(value));
    }

    /// First word of Content-Disposition, or an empty text.
    public String disposition() {
        return MediaType.parse(headers.first("Content-Disposition").text()).name();
    }
}
