package org.fivegmc.server.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/// Which sources this program was built from.
final class Build {
    private static final String UNKNOWN = "unknown";

    private Build() {}

    /// The commit as the build was told it (`-Dmc.git`, by `./5gmc`), with a mark when the sources
    /// had changes; else `unknown`.
    static String commit() {
        try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                return UNKNOWN;
            }
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("git", UNKNOWN);
        } catch (IOException _) {
            return UNKNOWN;
        }
    }
}
