package org.fivegmc.server.config;

/// One thing wrong with the configuration, readable as one line: `mc.yaml:12: sip.t1: 99 is not in
/// 10ms..10s`.
///
/// @param key the full key path, or empty when the file as a whole is concerned
/// @param explanation what is wrong and what would be right, starting with the offending value
public record Problem(Origin origin, String key, String explanation) {

    @Override
    public String toString() {
        return key.isEmpty()
                ? origin + ": " + explanation
                : origin + ": " + key + ": " + explanation;
    }
}
