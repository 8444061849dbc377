package org.fivegmc.loadtest.mmsc;

import java.util.Map;

/// One part of a multipart body.
///
/// @param headers names in small letters
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record MmsPart(Map<String, String> headers, byte[] octets) {

    /// Empty when it is missing.
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// Media type without parameters.
    public String type() {
        String type = header("content-type");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip();
    }
}
