package org.fivegmc.core.message;

/// A group by the URI of its focus.
public record GroupAddress(String uri) implements UserAddress {

    /// Longest URI accepted, in characters.
    public static final int MAX_LENGTH = 255;

    public GroupAddress {
        if (uri.isEmpty() || uri.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("group URI of " + uri.length() + " characters");
        }
    }

    @Override
    public String masked() {
        return uri;
    }

    @Override
    public long spread() {
        return UserAddress.spread(uri);
    }

    @Override
    public String toString() {
        return uri;
    }
}
