package org.fivegmc.loadtest.process;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// How to start a server: words separated by blanks, with `{config}` and `{port}` filled in.
public record ServerCommand(String template) {
    /// The words of the command for a configuration file; without `{config}` in the template,
    /// `--config FILE` is added.
    public List<String> withConfig(Path config) {
        String text =
                template.contains("{config}") ? template : template.strip() + " --config {config}";
        return words(text, "{config}", config.toString());
    }

    /// The words of the command for a port.
    public List<String> withPort(int port) {
        return words(template, "{port}", Integer.toString(port));
    }

    // Filled in after splitting, so that a path may hold blanks.
    private static List<String> words(String text, String placeholder, String value) {
        return Arrays.stream(text.strip().split("\\s+"))
                .map(word -> word.replace(placeholder, value))
                .toList();
    }
}
