package org.fivegmc.server.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A password or token. Never printed: [#toString()] hides it, and so does every record that holds
/// it.
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /// The secret itself, for the one place that sends it.
    public String reveal() {
        return value;
    }

    /// Whether `candidate` is this secret, in time that does not depend on where they differ.
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && matches(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
