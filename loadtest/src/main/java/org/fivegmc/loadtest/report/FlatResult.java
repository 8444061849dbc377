package org.fivegmc.loadtest.report;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The result of one run of a load tool: names and figures in one flat object, in the order they
/// were put. A figure without meaning in a run is left out, never written as 0.
public final class FlatResult {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Map<String, Object> values = new LinkedHashMap<>();

    public FlatResult put(String name, String value) {
        values.put(name, value);
        return this;
    }

    public FlatResult put(String name, long value) {
        values.put(name, value);
        return this;
    }

    /// Kept to a thousandth: more digits than any of these figures has.
    public FlatResult put(String name, double value) {
        values.put(name, Math.round(value * 1000) / 1000.0);
        return this;
    }

    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    public void write(Path file) {
        JSON.writeValue(file, values);
    }
}
