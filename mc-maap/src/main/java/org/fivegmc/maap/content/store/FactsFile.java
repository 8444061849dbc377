package org.fivegmc.maap.content.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/// The file beside the octets that says what they are: Java properties in UTF-8, version 1.
///
/// | key | in drafts | in files |
/// |---|---|---|
/// | `version`, `owner`, `name`, `type`, `thumbnail` | yes | yes |
/// | `length` | octets that are safe | size |
/// | `at` | last time octets came | when it was published |
/// | `until` | no | end of its life |
/// | `whole` | `true` when all octets are here | no |
///
/// It replaces an earlier one as a whole. That of a file has the end of its life as its time of
/// modification, so that a sweep has not to read all of them.
final class FactsFile {
    static final String SUFFIX = ".meta";
    static final String TEMPORARY = ".tmp";

    private static final String VERSION = "1";
    private static final long MAX_OCTETS = 16 * 1024;

    private FactsFile() {}

    /// It is there and can't be read: of a later version, or damaged.
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(Path file, String why) {
            super(file + ": " + why);
        }
    }

    static void write(Path file, Draft draft, Fsync fsync) throws IOException {
        Properties texts = texts(draft.facts(), draft.length(), draft.touchedAt());
        if (draft.whole()) {
            texts.setProperty("whole", "true");
        }
        write(file, texts, draft.touchedAt(), fsync);
    }

    static void write(Path file, StoredFile stored, Fsync fsync) throws IOException {
        Properties texts = texts(stored.facts(), stored.size(), stored.storedAt());
        texts.setProperty("until", stored.until().toString());
        write(file, texts, stored.until(), fsync);
    }

    private static Properties texts(FileFacts facts, long length, Instant at) {
        var texts = new Properties();
        texts.setProperty("version", VERSION);
        texts.setProperty("owner", facts.owner());
        texts.setProperty("name", facts.name());
        texts.setProperty("type", facts.type());
        facts.thumbnail().ifPresent(id -> texts.setProperty("thumbnail", id.text()));
        texts.setProperty("length", Long.toString(length));
        texts.setProperty("at", at.toString());
        return texts;
    }

    private static void write(Path file, Properties texts, Instant time, Fsync fsync)
            throws IOException {
        var out = new StringWriter();
        texts.store(out, null);
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer octets = StandardCharsets.UTF_8.encode(out.toString());
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            fsync.octets(channel, temporary);
        }
        Files.setLastModifiedTime(temporary, FileTime.from(time));
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    static Optional<Draft> draft(Path file, FileId id) throws IOException {
        Optional<Properties> texts = read(file);
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Draft(
                        facts(file, texts.get(), id),
                        length(file, texts.get()),
                        time(file, texts.get(), "at"),
                        texts.get().getProperty("whole", "").equals("true")));
    }

    static Optional<StoredFile> stored(Path file, FileId id) throws IOException {
        Optional<Properties> texts = read(file);
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new StoredFile(
                        facts(file, texts.get(), id),
                        length(file, texts.get()),
                        time(file, texts.get(), "at"),
                        time(file, texts.get(), "until")));
    }

    private static Optional<Properties> read(Path file) throws IOException {
        // each upload asks four times before there is one: an exception is not made for that
        BasicFileAttributes found =
                file.getFileSystem()
                        .provider()
                        .readAttributesIfExists(file, BasicFileAttributes.class);
        if (found == null) {
            return Optional.empty();
        }
        if (found.size() > MAX_OCTETS) {
            throw new Unreadable(file, "longer than " + MAX_OCTETS + " octets");
        }
        var texts = new Properties();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            texts.load(in);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
            throw new Unreadable(file, String.valueOf(e.getMessage()));
        }
        String version = texts.getProperty("version", "none");
        if (!version.equals(VERSION)) {
            throw new Unreadable(file, "its version is " + version + ", not " + VERSION);
        }
        return Optional.of(texts);
    }

    private static FileFacts facts(Path file, Properties texts, FileId id) throws IOException {
        return new FileFacts(
                id,
                text(file, texts, "owner"),
                text(file, texts, "name"),
                text(file, texts, "type"),
                FileId.parse(texts.getProperty("thumbnail", "")));
    }

    private static String text(Path file, Properties texts, String key) throws IOException {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new Unreadable(file, "has no " + key);
        }
        return text;
    }

    private static long length(Path file, Properties texts) throws IOException {
        String digits = text(file, texts, "length");
        if (!digits.matches("\\d{1,18}")) {
            throw new Unreadable(file, "length is no number");
        }
        return Long.parseLong(digits);
    }

    private static Instant time(Path file, Properties texts, String key) throws IOException {
        try {
            return Instant.parse(text(file, texts, key));
        } catch (DateTimeException _) {
            throw new Unreadable(file, key + " is no time");
        }
    }
}
