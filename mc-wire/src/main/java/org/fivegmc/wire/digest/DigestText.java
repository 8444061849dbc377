package org.fivegmc.wire.digest;

/// Quoted strings of Digest headers.
final class DigestText {
    private DigestText() {}

    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
