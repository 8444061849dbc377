package org.fivegmc.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// A file of wire octets among the test resources; folders are `valid`, `wild` (breaks the rules,
/// occurs, must be read) and `invalid`.
public record Fixture(String name, ByteSlice slice) {
    public byte[] octets() {
        return slice.toByteArray();
    }

    public static Fixture of(String path) {
        return read(root().resolve(path));
    }

    public static List<Fixture> all(String folder) {
        try (var files = Files.list(root().resolve(folder))) {
            return files.sorted().map(Fixture::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Fixture read(Path file) {
        try {
            return new Fixture(
                    Objects.toString(file.getFileName()), ByteSlice.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        try {
            var marker = Objects.requireNonNull(Fixture.class.getResource("/cpim"));
            return Objects.requireNonNull(Path.of(marker.toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
