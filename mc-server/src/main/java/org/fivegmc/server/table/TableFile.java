package org.fivegmc.server.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads a table: a line of column names, then a row a line, with commas in between and no quotes,
/// in UTF-8. Blank lines, and those that begin with `#`, are nothing.
///
/// What can't be read is a [BadTable] that names file and line.
final class TableFile {

    /// Octets of a file at most.
    static final long MAX_OCTETS = 64L * 1024 * 1024;

    /// Characters of a line at most.
    static final int MAX_LINE = 1_000;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private TableFile() {}

    /// @param columns that have to be there, in this order
    /// @param optional columns that may follow
    record Form(List<String> columns, List<String> optional) {}

    /// A table that does not say what it should.
    static final class BadTable extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        BadTable(String message, Throwable cause) {
            super(message, cause);
        }

        BadTable(String message) {
            super(message);
        }
    }

    /// @param row gets the fields of each row, as many as there are columns; an
    ///   [IllegalArgumentException] of it is about that row
    static void read(Path file, Form form, Consumer<List<String>> row) {
        try {
            long size = Files.size(file);
            if (size > MAX_OCTETS) {
                throw new BadTable(file + " has " + size + " octets, more than " + MAX_OCTETS);
            }
            try (InputStream in = Files.newInputStream(file)) {
                read(in, file.toString(), form, row);
            }
        } catch (CharacterCodingException e) {
            throw new BadTable(file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new BadTable(file + " can't be read", e);
        }
    }

    /// One that comes with the server.
    static void resource(String name, Form form, Consumer<List<String>> row) {
        try (InputStream in = TableFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            read(in, name, form, row);
        } catch (IOException e) {
            throw new BadTable(name + " can't be read", e);
        }
    }

    private static void read(InputStream in, String name, Form form, Consumer<List<String>> row)
            throws IOException {
        // a decoder of its own: that of a charset would put something in place of what is wrong
        var reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        int columns = 0;
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            String text =
                    number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            try {
                List<String> fields = fields(text);
                if (columns == 0) {
                    columns = header(fields, form);
                } else if (fields.size() != columns) {
                    throw new IllegalArgumentException(
                            fields.size() + " fields are not " + columns);
                } else {
                    row.accept(fields);
                }
            } catch (IllegalArgumentException e) {
                throw new BadTable(name + " line " + number + ": " + e.getMessage(), e);
            }
        }
        if (columns == 0) {
            throw new BadTable(name + " has no line of column names: " + names(form));
        }
    }

    private static int header(List<String> fields, Form form) {
        List<String> all = new ArrayList<>(form.columns());
        all.addAll(form.optional());
        boolean known =
                fields.size() >= form.columns().size()
                        && fields.size() <= all.size()
                        && fields.equals(all.subList(0, fields.size()));
        if (!known) {
            throw new IllegalArgumentException("the columns are not " + names(form));
        }
        return fields.size();
    }

    private static String names(Form form) {
        String needed = String.join(",", form.columns());
        return form.optional().isEmpty()
                ? needed
                : needed + "[," + String.join(",", form.optional()) + "]";
    }

    private static List<String> fields(String line) {
        if (line.length() > MAX_LINE) {
            throw new IllegalArgumentException("has more than " + MAX_LINE + " characters");
        }
        if (line.indexOf('"') >= 0) {
            throw new IllegalArgumentException("has quotes, which mean nothing here");
        }
        var fields = new ArrayList<String>();
        int from = 0;
        for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', from)) {
            fields.add(line.substring(from, comma).strip());
            from = comma + 1;
        }
        fields.add(line.substring(from).strip());
        return fields;
    }
}
