package org.fivegmc.core.message;

/// Names a body that is too large for a row, in the store of bodies.
///
/// @param name as the store made it; means nothing to anybody else
/// @param octets length of the message
public record BodyRef(String name, long octets) {

    public static final int NAME_MAX = 255;

    public BodyRef {
        if (name.isEmpty() || name.length() > NAME_MAX) {
            throw new IllegalArgumentException("name of a body of " + name.length() + " letters");
        }
        if (octets < 0) {
            throw new IllegalArgumentException("a body of " + octets + " octets");
        }
    }
}
