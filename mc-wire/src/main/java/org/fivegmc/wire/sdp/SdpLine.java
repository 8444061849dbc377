package org.fivegmc.wire.sdp;

/// One line, `type=value`.
public record SdpLine(char type, String value) {
    /// `a=name:value`, or `a=name` when the value is empty.
    public static SdpLine attribute(String name, String value) {
        return new SdpLine('a', value.isEmpty() ? name : name + ":" + value);
    }

    /// Whether this is an attribute of that name (any case: some peers write `a=Path`).
    public boolean isAttribute(String name) {
        return type == 'a'
                && value.regionMatches(true, 0, name, 0, name.length())
                && (value.length() == name.length() || value.charAt(name.length()) == ':');
    }

    /// What follows the colon of an attribute, without blanks at either side.
    public String attributeValue() {
        int colon = value.indexOf(':');
        return colon < 0 ? "" : value.substring(colon + 1).strip();
    }

    public String text() {
        return type + "=" + value;
    }
}
