package org.fivegmc.loadtest.msrp;

import java.util.Map;

/// Start line and headers of a request or a response.
///
/// @param id the transaction's
/// @param method of a request, empty in a response
/// @param status of a response, 0 in a request
/// @param headers by their names in any case; the first of a name
/// @param hasBody whether an empty line follows
record FrameHead(
        String id, String method, int status, Map<String, String> headers, boolean hasBody) {
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// The session of the first URI of To-Path.
    String sessionId() {
        return sessionOf(header("To-Path"));
    }

    static String sessionOf(String path) {
        int blank = path.indexOf(' ');
        String uri = blank < 0 ? path : path.substring(0, blank);
        int authority = uri.indexOf("://");
        int slash = authority < 0 ? -1 : uri.indexOf('/', authority + 3);
        int semicolon = uri.indexOf(';', Math.max(0, slash));
        if (slash < 0) {
            return "";
        }
        return uri.substring(slash + 1, semicolon < 0 ? uri.length() : semicolon);
    }
}
