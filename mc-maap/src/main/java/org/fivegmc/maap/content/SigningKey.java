package org.fivegmc.maap.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key of all addresses this server gives out, HMAC-SHA256 (RFC 2104). Whoever has it can read
/// every file; with another one, no address that was given out works any more. Thread-safe.
public final class SigningKey {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALGORITHM = "HmacSHA256";
    private static final int OCTETS = 32;

    private final SecretKeySpec key;

    SigningKey(byte[] secret) {
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /// Reads the key, 64 hex digits, or makes one that only the account of the server may read.
    public static SigningKey load(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!text.matches("[0-9a-fA-F]{64}")) {
            throw new IOException(file + " does not hold 64 hex digits");
        }
        return new SigningKey(HexFormat.of().parseHex(text));
    }

    private static void make(Path file) throws IOException {
        Path directory = file.resolveSibling("").toAbsolutePath();
        Files.createDirectories(directory);
        var secret = new byte[OCTETS];
        RANDOM.nextBytes(secret);
        FileAttribute<?>[] owner =
                Files.getFileStore(directory).supportsFileAttributeView("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        // written elsewhere first: a crash must not leave a key of which half is missing
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(half);
        try (FileChannel channel =
                FileChannel.open(
                        half,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        owner)) {
            ByteBuffer text =
                    StandardCharsets.US_ASCII.encode(HexFormat.of().formatHex(secret) + "\n");
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        try {
            Files.move(half, file);
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true); // a crash must not take the name of the file, either
            }
        } catch (FileAlreadyExistsException _) {
            Files.deleteIfExists(half); // another one was faster
        }
    }

    /// The texts are told apart by a zero octet between them.
    byte[] sign(String... texts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String text : texts) {
                mac.update(text.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) 0);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
