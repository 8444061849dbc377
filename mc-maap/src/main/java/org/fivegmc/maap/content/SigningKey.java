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
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key of all addresses and tokens this server gives out, HMAC-SHA256 (RFC 2104). Whoever has
/// it can read every file and upload for everybody; with another one, nothing that was given out
/// works any more. Therefore a new key may stand in front of older ones, which sign no more but are
/// still good for what they have signed. Thread-safe.
public final class SigningKey {
    /// Keys in a file: the one that signs, and those before it.
    static final int MOST_KEYS = 8;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALGORITHM = "HmacSHA256";
    private static final int OCTETS = 32;

    /// @param id what a token tells of the key it is signed with
    private record Key(int id, SecretKeySpec spec) {}

    /// The first signs.
    private final List<Key> keys;

    SigningKey(List<byte[]> secrets) {
        keys = secrets.stream().map(SigningKey::key).toList();
    }

    private static Key key(byte[] secret) {
        var spec = new SecretKeySpec(secret, ALGORITHM);
        return new Key(ByteBuffer.wrap(sign(spec, "key id")).getInt(), spec);
    }

    /// Reads the keys, 64 hex digits a line, the newest first; or makes one that only the account
    /// of the server may read.
    public static SigningKey load(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        List<String> lines =
                Files.readString(file, StandardCharsets.US_ASCII)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
        if (lines.isEmpty() || !lines.stream().allMatch(line -> line.matches("[0-9a-fA-F]{64}"))) {
            throw new IOException(file + " does not hold 64 hex digits a line");
        }
        if (lines.size() > MOST_KEYS) {
            throw new IOException(file + " holds more than " + MOST_KEYS + " keys");
        }
        return new SigningKey(lines.stream().map(HexFormat.of()::parseHex).toList());
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

    /// What stands in a token beside what the newest key has signed.
    int id() {
        return keys.getFirst().id();
    }

    boolean has(int id) {
        return keys.stream().anyMatch(key -> key.id() == id);
    }

    /// By the newest key. The texts are told apart by a zero octet between them; the first one says
    /// what for, so that nothing signed for one purpose is good for another.
    byte[] sign(String... texts) {
        return sign(keys.getFirst().spec(), texts);
    }

    /// Whether `mac` is what one of the keys gives for the texts, or the beginning of it. How long
    /// it takes does not depend on what is right of it.
    boolean signed(byte[] mac, String... texts) {
        return signed(keys, mac, texts);
    }

    /// The same for the key of this id.
    boolean signed(int id, byte[] mac, String... texts) {
        return signed(keys.stream().filter(key -> key.id() == id).toList(), mac, texts);
    }

    private static boolean signed(List<Key> keys, byte[] mac, String... texts) {
        boolean any = false;
        for (Key key : keys) {
            byte[] right = Arrays.copyOf(sign(key.spec(), texts), mac.length);
            any |= MessageDigest.isEqual(right, mac);
        }
        return any;
    }

    private static byte[] sign(SecretKeySpec key, String... texts) {
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
