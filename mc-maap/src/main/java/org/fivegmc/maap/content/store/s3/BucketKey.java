package org.fivegmc.maap.content.store.s3;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivegmc.maap.content.store.FileId;
import org.fivegmc.maap.content.store.StoredFile;

/// The name of an object behind the prefix of the bucket:
///
/// ```
///   files/<id>/<end>-<account>            octets; facts as metadata of the object
///   files/<id>/<end>-<account>.opened     empty: somebody opened it
/// ```
///
/// So a list tells all that expiry and quotas ask for: the end of a file's life in seconds since
/// 1970, whose it is, and its size. A file of the same id that is uploaded after the end of an
/// earlier one has another name: deleting the earlier one, wherever and however late, never deletes
/// it.
///
/// @param end seconds since 1970, not before the end of its life
/// @param account [#account(String)] of the owner
record BucketKey(FileId id, long end, String account, boolean opened) {
    static final String FILES = "files/";

    private static final String OPENED = ".opened";
    private static final Pattern FORM =
            Pattern.compile(
                    "files/([a-z2-7]{16})/(\\d{1,12})-([a-z2-7]{16})("
                            + Pattern.quote(OPENED)
                            + ")?");

    static BucketKey of(StoredFile file) {
        Instant until = file.until();
        return new BucketKey(
                file.facts().id(),
                until.getEpochSecond() + (until.getNano() > 0 ? 1 : 0),
                account(file.facts().owner()),
                false);
    }

    /// Names of objects stand in the logs of others: numbers should not.
    static String account(String owner) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(owner.getBytes(StandardCharsets.UTF_8));
            return FileId.of(digest).text();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static Optional<BucketKey> parse(String text) {
        Matcher match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(
                        new BucketKey(
                                new FileId(match.group(1)),
                                Long.parseLong(match.group(2)),
                                match.group(3),
                                match.group(4) != null))
                : Optional.empty();
    }

    /// What all objects of a file begin with.
    static String all(FileId id) {
        return FILES + id + "/";
    }

    BucketKey mark() {
        return new BucketKey(id, end, account, true);
    }

    boolean isOver(Instant now) {
        return Instant.ofEpochSecond(end).isBefore(now);
    }

    String text() {
        return all(id) + end + "-" + account + (opened ? OPENED : "");
    }
}
