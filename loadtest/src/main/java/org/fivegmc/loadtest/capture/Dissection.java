package org.fivegmc.loadtest.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fivegmc.loadtest.process.Checkout;

/// A packet file as tshark reads it, with the dissector of CPIM that lies beside it in
/// `loadtest/capture`. SIP and SMPP are recognised by their looks, so the ports do not matter.
///
/// Every call runs tshark over the file and throws [IllegalStateException] when it fails.
public record Dissection(Path file) {
    // Between the values of one packet; no field of ours holds it.
    private static final String SEPARATOR = "\u0001";

    /// One line of summary for each packet that `filter`, a display filter, lets through.
    public List<String> lines(String filter) {
        return tshark(List.of("-Y", filter));
    }

    /// The distinct values of a field in the packets that `filter` lets through.
    public Set<String> values(String field, String filter) {
        List<String> arguments =
                List.of("-Y", filter, "-T", "fields", "-e", field, "-E", "aggregator=" + SEPARATOR);
        Set<String> values = new TreeSet<>();
        tshark(arguments).forEach(line -> values.addAll(Arrays.asList(line.split(SEPARATOR))));
        values.remove("");
        return values;
    }

    private List<String> tshark(List<String> arguments) {
        Path script = Checkout.locate().root().resolve("loadtest/capture/cpim.lua");
        List<String> command = new ArrayList<>(List.of("tshark", "-r", file.toString()));
        command.addAll(List.of("-X", "lua_script:" + script));
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            List<String> lines =
                    new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("tshark ends with " + status + ": " + command);
            }
            return lines;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
