package org.fivegmc.wire;

/// One `;name`, `;name=token` or `;name="quoted text"` of a header value.
///
/// @param name as written; compared without regard to case
/// @param value unquoted, empty for a flag
/// @param form how it was written, and is written again
public record Parameter(String name, String value, Form form) {
    /// The spelling of a parameter.
    public enum Form {
        FLAG,
        TOKEN,
        QUOTED
    }

    public static Parameter flag(String name) {
        return new Parameter(name, "", Form.FLAG);
    }

    public static Parameter token(String name, String value) {
        return new Parameter(name, value, Form.TOKEN);
    }

    public static Parameter quoted(String name, String value) {
        return new Parameter(name, value, Form.QUOTED);
    }

    /// As it stands in a header, without the semicolon.
    public String text() {
        return switch (form) {
            case FLAG -> name;
            case TOKEN -> name + "=" + value;
            case QUOTED -> name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        };
    }
}
