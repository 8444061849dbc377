package org.fivegmc.loadtest.bench.tool;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The numbers of the flat JSON object that a load tool leaves. A key may be absent: the tool has
/// nothing to say about it.
///
/// @param exitStatus 0 complete and clean, 1 not clean or nothing delivered, 2 wrong usage
public record ToolResult(int exitStatus, Map<String, Double> numbers) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ToolResult {
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    /// Texts in the object are left out.
    public static ToolResult parse(int exitStatus, String json) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
            if (entry.getValue().isNumber()) {
                numbers.put(entry.getKey(), entry.getValue().doubleValue());
            }
        }
        return new ToolResult(exitStatus, numbers);
    }

    public boolean has(String key) {
        return numbers.containsKey(key);
    }

    /// Throws [IllegalStateException] when the tool did not say it.
    public double need(String key) {
        Double value = numbers.get(key);
        if (value == null) {
            throw new IllegalStateException(
                    "the load tool says nothing of %s: %s".formatted(key, numbers));
        }
        return value;
    }

    /// 0 when the tool did not say it: nothing to count.
    public double count(String key) {
        return numbers.getOrDefault(key, 0.0);
    }
}
