package org.fivegmc.server.config;

import java.nio.file.Path;
import java.util.List;

/// Who this server is and where it keeps its data.
///
/// @param homeDomain the domain of its users, also the default digest realm
/// @param homeCountry country calling code without `+`, for numbers dialled without one
/// @param nodeId part of every message id; unique among the nodes that share users
public record IdentityConfig(String homeDomain, int homeCountry, int nodeId, Path dataDirectory) {
    static final Setting<String> HOME_DOMAIN =
            Setting.of(
                    "home-domain",
                    Types.domain(),
                    "rcs.local",
                    "The SIP domain of this server's users.");
    static final Setting<Integer> HOME_COUNTRY =
            Setting.of(
                    "home-country",
                    Types.integer(1, 999),
                    "86",
                    "Country calling code assumed for numbers that are written without one.");
    static final Setting<Integer> NODE_ID =
            Setting.of(
                    "node-id",
                    Types.integer(0, 255),
                    "0",
                    "Number of this node inside message ids. Two nodes that serve the same users never share it.");
    static final Setting<Path> DATA_DIR =
            Setting.of(
                    "data-dir",
                    Types.path(),
                    "data",
                    "Directory of everything durable; relative to the working directory. `run --data` overrides it.");

    /// The variable that overrides `data-dir`; `run --data` travels by it too.
    public static final String DATA_DIR_VARIABLE = DATA_DIR.environmentVariable();

    static final List<Setting<?>> SETTINGS = List.of(HOME_DOMAIN, HOME_COUNTRY, NODE_ID, DATA_DIR);

    static IdentityConfig from(Values values) {
        return new IdentityConfig(
                values.get(HOME_DOMAIN),
                values.get(HOME_COUNTRY),
                values.get(NODE_ID),
                values.get(DATA_DIR));
    }
}
