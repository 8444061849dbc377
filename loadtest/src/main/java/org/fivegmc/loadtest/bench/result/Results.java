package org.fivegmc.loadtest.bench.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The directory of results:
///
/// ```
/// p2p-udp/round-1.json                  a row as it is meant
/// p2p-udp@quick/round-1.json            a reduced one: never in the place of the other
/// p2p-udp@quick,scale=0.01/round-1.json
/// ```
///
/// Rounds are written to a place of their own as they come, `p2p-udp.partial`, and take the place
/// of the former ones when the row is complete: rounds of different runs are never mixed, and a run
/// that is broken off changes nothing.
public final class Results {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String ROUND = "round-";
    private static final String ENDING = ".json";
    private static final String PARTIAL = ".partial";

    private final Path directory;

    public Results(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    /// Where the rounds of a row are.
    public Path place(String row, String variant) {
        return directory.resolve(variant.equals(Variant.FULL) ? row : row + "@" + variant);
    }

    /// Forgets what a run that was broken off has left.
    public void begin(String row, String variant) {
        try {
            delete(partial(row, variant));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Writes a round to the partial ones.
    public void write(Round round) {
        Path place = partial(round.row(), round.variant());
        try {
            Files.createDirectories(place);
            Path file = place.resolve(ROUND + round.number() + ENDING);
            Files.writeString(file, JSON.writeValueAsString(round) + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The partial rounds are all: they take the place of the former ones.
    public void complete(String row, String variant) {
        Path place = place(row, variant);
        try {
            delete(place);
            Files.move(partial(row, variant), place);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path partial(String row, String variant) {
        return directory.resolve(place(row, variant).getFileName() + PARTIAL);
    }

    /// In the order of their numbers; empty when the row was not measured so.
    public List<Round> read(String row, String variant) {
        return files(place(row, variant)).stream()
                .map(Results::read)
                .sorted(Comparator.comparingInt(Round::number))
                .toList();
    }

    /// Copies what was measured of a row to other results, where it takes the place of what was
    /// there of the same variant. What is not here stays there.
    public void copy(String row, Results to) {
        for (String variant : variants(row)) {
            to.begin(row, variant);
            read(row, variant).forEach(to::write);
            to.complete(row, variant);
        }
    }

    /// The variants a row was measured in, the full one first.
    public List<String> variants(String row) {
        try (Stream<Path> all =
                Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return all.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.equals(row) || name.startsWith(row + "@"))
                    .filter(name -> !name.endsWith(PARTIAL))
                    .map(name -> name.equals(row) ? Variant.FULL : name.substring(row.length() + 1))
                    .sorted(
                            Comparator.comparing((String name) -> !name.equals(Variant.FULL))
                                    .thenComparing(Comparator.naturalOrder()))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Round read(Path file) {
        return JSON.readValue(file.toFile(), Round.class);
    }

    private static List<Path> files(Path place) {
        try (Stream<Path> all = Files.isDirectory(place) ? Files.list(place) : Stream.empty()) {
            return all.filter(
                            file -> {
                                String name = String.valueOf(file.getFileName());
                                return name.startsWith(ROUND) && name.endsWith(ENDING);
                            })
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path place) throws IOException {
        for (Path file : files(place)) {
            Files.delete(file);
        }
        Files.deleteIfExists(place);
    }
}
