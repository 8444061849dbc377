package org.fivegmc.core.route;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Whose network a mobile number of China belongs to.
public enum Operator {
    /// China Mobile.
    CMCC(1),
    /// China Unicom.
    CUCC(2),
    /// China Telecom.
    CTCC(3),
    /// China Broadnet.
    CBN(4);

    private final int code;

    Operator(int code) {
        this.code = code;
    }

    /// 1 to 4, for compact tables.
    public int code() {
        return code;
    }

    /// As it stands in files and answers.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// By its word, in letters of any size.
    public static Optional<Operator> of(String word) {
        return Arrays.stream(values()).filter(o -> o.word().equalsIgnoreCase(word)).findFirst();
    }
}
