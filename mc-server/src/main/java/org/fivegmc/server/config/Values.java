package org.fivegmc.server.config;

import java.util.Map;

/// The checked value of every setting with its origin; complete by construction.
public final class Values {

    /// One setting's value.
    ///
    /// @param text the value as it was written, hidden for secrets
    record Entry(Object value, Origin origin, String text) {}

    private final Map<Setting<?>, Entry> entries;

    Values(Map<Setting<?>, Entry> entries) {
        this.entries = Map.copyOf(entries);
    }

    @SuppressWarnings("unchecked") // who puts something under a Setting<T> puts a T
    public <T> T get(Setting<T> setting) {
        return (T) entry(setting).value();
    }

    public Origin origin(Setting<?> setting) {
        return entry(setting).origin();
    }

    /// The value as it was written; a secret shows only what it refers to.
    public String text(Setting<?> setting) {
        return entry(setting).text();
    }

    private Entry entry(Setting<?> setting) {
        var entry = entries.get(setting);
        if (entry == null) {
            throw new IllegalArgumentException(setting.key() + " is not in the catalogue");
        }
        return entry;
    }
}
