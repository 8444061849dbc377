package org.fivegmc.store.body;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.fivegmc.core.message.UserAddress;

/// Where things are in the directory of a [FileBodyStore].
///
/// ```
///   lock                          held while the store is open
///   <day>/<32 hex digits>-<account>.draft   octets so far; left of a crash: deleted at the next start
///   <day>/<32 hex digits>-<account>.body    a body; its name is <day>/<32 hex digits>-<account>
/// ```
///
/// The day is the last on which somebody may need it, in UTC, as 2026-11-30. Names are random, so
/// that one who knows a few knows no other. The account is whose it is, so that a start can count
/// what each owner has; names of earlier versions have none, and count for nobody in particular.
record BodyDirectory(Path root) {

    static final String BODY = ".body";
    static final String DRAFT = ".draft";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NAME_OCTETS = 16;
    private static final int ACCOUNT_OCTETS = 8;
    private static final String DAY = "\\d{4}-\\d{2}-\\d{2}";
    private static final Pattern DAYS = Pattern.compile(DAY);
    private static final Pattern NAMES = Pattern.compile(DAY + "/[0-9a-f]{32}(-[0-9a-f]{16})?");

    /// Only for the account of the server, where the file system knows such.
    void create() throws IOException {
        Files.createDirectories(root);
        if (Files.getFileStore(root).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
    }

    Path lock() {
        return root.resolve("lock");
    }

    static LocalDate day(long ms) {
        return Instant.ofEpochMilli(ms).atZone(ZoneOffset.UTC).toLocalDate();
    }

    /// Of files without one.
    static final String NO_ACCOUNT = "";

    /// What an owner's bodies are counted by: names of files stand in listings, numbers should not.
    static String account(UserAddress owner) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(owner.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ACCOUNT_OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The account in the name of a file.
    static String account(Path file) {
        String name = String.valueOf(file.getFileName());
        int begin = name.indexOf('-') + 1;
        return begin == 0 ? NO_ACCOUNT : name.substring(begin, name.indexOf('.', begin));
    }

    static String newName(LocalDate day, String account) {
        byte[] random = new byte[NAME_OCTETS];
        RANDOM.nextBytes(random);
        return day + "/" + HexFormat.of().formatHex(random) + "-" + account;
    }

    /// The directory of a name, made if need be.
    Path directory(String name) throws IOException {
        Path day = root.resolve(name.substring(0, name.indexOf('/')));
        if (!Files.isDirectory(day)) {
            Files.createDirectories(day);
            force(root);
        }
        return day;
    }

    Path draft(String name) {
        return root.resolve(name + DRAFT);
    }

    Path body(String name) {
        return root.resolve(name + BODY);
    }

    /// The file of a name that comes from a row: nothing outside of the directory has one.
    Optional<Path> known(String name) {
        return NAMES.matcher(name).matches() ? Optional.of(body(name)) : Optional.empty();
    }

    /// The days there are, oldest first.
    List<LocalDate> days() throws IOException {
        var days = new ArrayList<LocalDate>();
        try (var all = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path directory : all) {
                String name = root.relativize(directory).toString();
                if (DAYS.matcher(name).matches()) {
                    try {
                        days.add(LocalDate.parse(name));
                    } catch (DateTimeException _) {
                        // somebody else's
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(days);
        return days;
    }

    /// Makes names in a directory survive a crash.
    static void force(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
