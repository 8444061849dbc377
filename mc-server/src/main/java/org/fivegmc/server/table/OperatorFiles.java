package org.fivegmc.server.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.route.Operator;
import org.fivegmc.routing.number.OperatorDirectory;
import org.fivegmc.routing.number.OperatorPrefixes;
import org.fivegmc.routing.number.PortedNumbers;

/// The tables of an [OperatorDirectory]: `prefix,operator` and `number,operator`, with numbers in
/// E.164 and operators as `cmcc`, `cucc`, `ctcc` and `cbn`. They can be read again at any time;
/// then both count, or what was there stays. Thread-safe.
public final class OperatorFiles {

    private static final TableFile.Form PREFIXES =
            new TableFile.Form(List.of("prefix", "operator"), List.of());
    private static final TableFile.Form PORTED =
            new TableFile.Form(List.of("number", "operator"), List.of());

    private final Optional<Path> prefixesFile;
    private final Optional<Path> portedFile;
    private final OperatorDirectory directory =
            new OperatorDirectory(OperatorPrefixes.EMPTY, PortedNumbers.EMPTY);

    /// How much was read.
    public record Sizes(int prefixes, int ported) {}

    /// Reads them. Throws [IllegalArgumentException] with file and line when one can't be read.
    ///
    /// @param prefixesFile in place of the prefixes of China that come with the server
    public OperatorFiles(Optional<Path> prefixesFile, Optional<Path> portedFile) {
        this.prefixesFile = prefixesFile;
        this.portedFile = portedFile;
        reload();
    }

    public OperatorDirectory directory() {
        return directory;
    }

    /// Reads the files again; throws as the constructor does, and then nothing has changed.
    public synchronized Sizes reload() {
        OperatorPrefixes prefixes = prefixes();
        PortedNumbers ported = portedFile.map(OperatorFiles::ported).orElse(PortedNumbers.EMPTY);
        directory.replace(prefixes, ported);
        return new Sizes(prefixes.size(), ported.size());
    }

    private OperatorPrefixes prefixes() {
        var builder = new OperatorPrefixes.Builder();
        if (prefixesFile.isPresent()) {
            TableFile.read(
                    prefixesFile.get(),
                    PREFIXES,
                    fields -> builder.add(fields.get(0), operator(fields.get(1))));
        } else {
            TableFile.resource(
                    "china-mobile-prefixes.csv",
                    PREFIXES,
                    fields -> builder.add(fields.get(0), operator(fields.get(1))));
        }
        return builder.build();
    }

    private static PortedNumbers ported(Path file) {
        var builder = new PortedNumbers.Builder();
        TableFile.read(
                file,
                PORTED,
                fields -> builder.add(Msisdn.of(fields.get(0)), operator(fields.get(1))));
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new TableFile.BadTable(file + ": " + e.getMessage(), e);
        }
    }

    private static Operator operator(String word) {
        return Operator.of(word)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                word + " is none of cmcc, cucc, ctcc and cbn"));
    }
}
