package org.fivegmc.core.message;

/// What the sender asked to be told (RFC 5438 section 6.2), as a bit set.
public record Dispositions(int bits) {

    public static final int POSITIVE_DELIVERY = 1;
    public static final int NEGATIVE_DELIVERY = 1 << 1;
    public static final int DISPLAY = 1 << 2;
    public static final int PROCESSING = 1 << 3;
    public static final int INTERWORKING = 1 << 4;

    public static final Dispositions NONE = new Dispositions(0);

    public boolean has(int flag) {
        return (bits & flag) != 0;
    }
}
