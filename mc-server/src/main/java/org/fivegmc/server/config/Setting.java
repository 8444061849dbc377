package org.fivegmc.server.config;

import java.util.Locale;
import java.util.Optional;

/// One key of the configuration with all that is known about it: the single source of validation,
/// reference and sample.
///
/// @param key path in kebab-case, segments joined by dots; relative inside a group
/// @param defaultText the default as an operator would write it; empty means "not set"
/// @param example shown where there is no default
/// @param reload when a changed value takes effect
/// @param doc one or two sentences for the reference
public record Setting<T>(
        String key, Type<T> type, String defaultText, String example, Reload reload, String doc) {

    /// When a changed value takes effect.
    public enum Reload {
        /// A reload of the configuration suffices.
        LIVE,
        /// The server has to be started again.
        RESTART
    }

    static <T> Setting<T> of(String key, Type<T> type, String defaultText, String doc) {
        return new Setting<>(key, type, defaultText, "", Reload.RESTART, doc);
    }

    /// A setting that may be left out; its absence means something of its own.
    static <T> Setting<Optional<T>> optional(
            String key, Type.Scalar<T> type, String example, String doc) {
        return new Setting<>(key, Types.optional(type), "", example, Reload.RESTART, doc);
    }

    /// A setting that has to be given; only groups have those.
    static <T> Setting<T> required(String key, Type<T> type, String example, String doc) {
        return new Setting<>(key, type, "", example, Reload.RESTART, doc);
    }

    Setting<T> live() {
        return new Setting<>(key, type, defaultText, example, Reload.LIVE, doc);
    }

    /// `sip.max-connections` is overridden by `MC_SIP_MAX_CONNECTIONS`.
    public String environmentVariable() {
        return "MC_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// Groups, and maps whose values are lists, have no form that fits into one variable.
    boolean overridable() {
        return switch (type) {
            case Type.Scalar<?> _, Type.ListOf<?> _ -> true;
            case Type.MapOf<?, ?> map -> map.value() instanceof Type.Scalar<?>;
            case Type.Groups<?> _ -> false;
        };
    }
}
