package org.fivegmc.server.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.fivegmc.sip.terminal.Terminal;
import org.fivegmc.sip.terminal.Terminal.Release;
import org.fivegmc.sip.terminal.TerminalTable;

/// The table of models of handsets: `maker,model,release,profile[,tac]`.
///
/// | column | what |
/// |---|---|
/// | `maker`, `model` | as in User-Agent; letters and digits count, their case does not |
/// | `release` | `open-market` or `operator-custom` (China Mobile's edition) |
/// | `profile` | such as `UP2.4`; `none` for a model without 5G messages |
/// | `tac` | type allocation codes, 8 digits each, with blanks in between; may be empty |
public final class TerminalFiles {

    /// Models at most.
    static final int MAX = 50_000;

    private static final TableFile.Form FORM =
            new TableFile.Form(List.of("maker", "model", "release", "profile"), List.of("tac"));
    private static final TableFile.Form VENDORS =
            new TableFile.Form(List.of("vendor", "maker"), List.of());
    private static final Pattern PROFILE = Pattern.compile("none|up[0-9]{1,2}(\\.[0-9]{1,2})?");
    private static final Pattern TAC = Pattern.compile("[0-9]{8}");

    private TerminalFiles() {}

    /// Throws [IllegalArgumentException] with file and line when a table can't be read.
    ///
    /// @param file rows of the operator; empty for none
    /// @param builtIn whether the rows that come with the server count too, behind those of the
    ///   file
    public static TerminalTable read(Optional<Path> file, boolean builtIn) {
        List<Terminal> rows = new ArrayList<>();
        Consumer<List<String>> add = fields -> add(rows, fields);
        if (builtIn) {
            TableFile.resource("terminals-2022.csv", FORM, add);
        }
        file.ifPresent(path -> TableFile.read(path, FORM, add));
        Map<String, String> vendors = new HashMap<>();
        TableFile.resource(
                "vendors.csv", VENDORS, fields -> vendors.put(fields.get(0), fields.get(1)));
        return new TerminalTable(rows, vendors);
    }

    private static void add(List<Terminal> rows, List<String> fields) {
        if (rows.size() == MAX) {
            throw new IllegalArgumentException("more than " + MAX + " models");
        }
        rows.add(terminal(fields));
    }

    private static Terminal terminal(List<String> fields) {
        Release release =
                switch (fields.get(2)) {
                    case "open-market" -> Release.OPEN_MARKET;
                    case "operator-custom" -> Release.OPERATOR_CUSTOM;
                    default ->
                            throw new IllegalArgumentException(
                                    fields.get(2) + " is neither open-market nor operator-custom");
                };
        String profile = fields.get(3).toLowerCase(Locale.ROOT);
        if (!PROFILE.matcher(profile).matches()) {
            throw new IllegalArgumentException(
                    fields.get(3) + " is no profile such as UP2.4, nor is it none");
        }
        List<Integer> tacs = new ArrayList<>();
        if (fields.size() > 4 && !fields.get(4).isEmpty()) {
            for (String tac : fields.get(4).split(" +", -1)) {
                if (!TAC.matcher(tac).matches()) {
                    throw new IllegalArgumentException(tac + " is no type allocation code");
                }
                tacs.add(Integer.valueOf(tac));
            }
        }
        return new Terminal(fields.get(0), fields.get(1), release, !profile.equals("none"), tacs);
    }
}
