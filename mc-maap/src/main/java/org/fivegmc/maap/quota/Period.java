package org.fivegmc.maap.quota;

/// For how long a quota is.
public enum Period {
    SECOND,
    DAY,
    MONTH;

    String text() {
        return switch (this) {
            case SECOND -> "a second";
            case DAY -> "a day";
            case MONTH -> "a month";
        };
    }
}
