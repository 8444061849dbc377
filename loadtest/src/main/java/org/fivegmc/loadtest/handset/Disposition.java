package org.fivegmc.loadtest.handset;

/// What a sender asks to be told (RFC 5438 section 6.2).
public enum Disposition {
    POSITIVE_DELIVERY("positive-delivery"),
    NEGATIVE_DELIVERY("negative-delivery"),
    DISPLAY("display"),
    INTERWORKING("interworking");

    private final String token;

    Disposition(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }
}
