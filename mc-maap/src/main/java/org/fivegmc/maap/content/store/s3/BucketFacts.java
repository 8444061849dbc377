package org.fivegmc.maap.content.store.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.maap.content.store.FileFacts;
import org.fivegmc.maap.content.store.FileId;
import org.fivegmc.maap.content.store.StoredFile;

/// What is known of a file as metadata of its object, version 1. Texts of people are base64url of
/// UTF-8: headers are ASCII, and all metadata together may have 2 KB.
final class BucketFacts {
    private static final String VERSION = "mc-version";
    private static final String OWNER = "mc-owner";
    private static final String NAME = "mc-name";
    private static final String TYPE = "mc-type";
    private static final String THUMBNAIL = "mc-thumbnail";
    private static final String AT = "mc-at";
    private static final String UNTIL = "mc-until";

    private BucketFacts() {}

    static Map<String, String> of(StoredFile file) {
        var texts = new HashMap<String, String>();
        texts.put(VERSION, "1");
        texts.put(OWNER, encode(file.facts().owner()));
        texts.put(NAME, encode(file.facts().name()));
        texts.put(TYPE, encode(file.facts().type()));
        file.facts().thumbnail().ifPresent(id -> texts.put(THUMBNAIL, id.text()));
        texts.put(AT, file.storedAt().toString());
        texts.put(UNTIL, file.until().toString());
        return texts;
    }

    /// An exception when it was written by a later version, or by somebody else.
    static StoredFile read(FileId id, long size, Map<String, String> texts) throws IOException {
        String version = texts.getOrDefault(VERSION, "none");
        if (!version.equals("1")) {
            throw new IOException(id + " in the bucket: its version is " + version + ", not 1");
        }
        try {
            return new StoredFile(
                    new FileFacts(
                            id,
                            decode(texts, OWNER),
                            decode(texts, NAME),
                            decode(texts, TYPE),
                            FileId.parse(texts.getOrDefault(THUMBNAIL, ""))),
                    size,
                    Instant.parse(text(texts, AT)),
                    Instant.parse(text(texts, UNTIL)));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(id + " in the bucket: its metadata is damaged", e);
        }
    }

    private static String text(Map<String, String> texts, String key) throws IOException {
        return Optional.ofNullable(texts.get(key))
                .orElseThrow(() -> new IOException("an object in the bucket has no " + key));
    }

    /// A metadata header that is empty is lost on some ways: there is a character in front.
    private static String encode(String text) {
        return "b"
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(Map<String, String> texts, String key) throws IOException {
        String text = text(texts, key);
        return new String(
                Base64.getUrlDecoder().decode(text.substring(Math.min(1, text.length()))),
                StandardCharsets.UTF_8);
    }
}
