package org.fivegmc.maap.content;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.fivegmc.maap.content.store.FileId;

/// Addresses that carry their own permission: what they are for, which file, until when, and an
/// HMAC over the three.
///
/// ```
///   /d/<file id>/<token>   download
///   /u/<file id>/<token>   rest of an upload
///   /f/<file id><token>    link for people without RCS, 35 characters
///   token = base64url( end in seconds since 1970, 4 octets | first 10 octets of the HMAC )
/// ```
///
/// A file id has 80 bits that nobody can guess either. The names of files come from owner and
/// transaction id by the newest key, so a repeated upload finds its file without an index.
public final class SignedLinks {
    private static final int MAC = 10;
    private static final int TOKEN = 4 + MAC;

    /// Characters of a token.
    static final int TOKEN_LENGTH = 19;

    /// What an address may be used for.
    enum Purpose {
        DOWNLOAD("d"),
        UPLOAD("u"),
        LINK("f");

        private final String segment;

        Purpose(String segment) {
            this.segment = segment;
        }

        String segment() {
            return segment;
        }
    }

    /// What a token is worth.
    enum Verdict {
        VALID,
        EXPIRED,
        FORGED
    }

    private final SigningKey key;
    private final InstantSource clock;
    private final String base;

    /// @param base public address without a slash at the end
    public SignedLinks(SigningKey key, InstantSource clock, String base) {
        this.key = key;
        this.clock = clock;
        this.base = base;
    }

    /// The name of a file of an upload; the same for the same upload.
    FileId fileOf(String owner, String transaction) {
        return FileId.of(key.sign("file", owner, transaction));
    }

    FileId thumbnailOf(String owner, String transaction) {
        return FileId.of(key.sign("thumbnail", owner, transaction));
    }

    String download(FileId id, Instant until) {
        return base + "/d/" + id + "/" + token(Purpose.DOWNLOAD, id, until);
    }

    String upload(FileId id, Instant until) {
        return base + "/u/" + id + "/" + token(Purpose.UPLOAD, id, until);
    }

    /// For an SMS, a browser, a chat of others.
    public String link(FileId id, Instant until) {
        return base + "/f/" + id + token(Purpose.LINK, id, until);
    }

    /// The link to the file behind an address for download, as long as that is or was good for;
    /// empty when this server has not given the address out.
    Optional<String> linkFor(String download) {
        return locate(download).map(located -> link(located.id(), located.until()));
    }

    /// What an address for download is of.
    ///
    /// @param until when it is, or was, good
    record Located(FileId id, Instant until) {}

    /// Empty when this server has not given the address out; it may have expired.
    Optional<Located> locate(String download) {
        String start = base + "/d/";
        int slash = start.length() + FileId.LENGTH;
        if (!download.startsWith(start)
                || download.length() != slash + 1 + TOKEN_LENGTH
                || download.charAt(slash) != '/') {
            return Optional.empty();
        }
        String token = download.substring(slash + 1);
        return FileId.parse(download.substring(start.length(), slash))
                .filter(id -> judge(Purpose.DOWNLOAD, id, token) != Verdict.FORGED)
                .flatMap(id -> decode(token).map(octets -> new Located(id, end(octets))));
    }

    private static Instant end(ByteBuffer token) {
        return Instant.ofEpochSecond(Integer.toUnsignedLong(token.getInt(0)));
    }

    private String token(Purpose purpose, FileId id, Instant until) {
        int seconds = (int) until.getEpochSecond(); // as an unsigned number: good until 2106
        var octets = ByteBuffer.allocate(TOKEN).putInt(seconds);
        octets.put(mac(purpose, id, seconds));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.array());
    }

    private byte[] mac(Purpose purpose, FileId id, int seconds) {
        return Arrays.copyOf(key.sign(signed(purpose, id, seconds)), MAC);
    }

    private static String[] signed(Purpose purpose, FileId id, int seconds) {
        return new String[] {purpose.segment(), id.text(), Integer.toUnsignedString(seconds)};
    }

    Verdict judge(Purpose purpose, FileId id, String token) {
        Optional<ByteBuffer> octets = decode(token);
        if (octets.isEmpty()) {
            return Verdict.FORGED;
        }
        int seconds = octets.get().getInt();
        var given = new byte[MAC];
        octets.get().get(given);
        if (!key.signed(given, signed(purpose, id, seconds))) {
            return Verdict.FORGED;
        }
        return clock.instant().getEpochSecond() <= Integer.toUnsignedLong(seconds)
                ? Verdict.VALID
                : Verdict.EXPIRED;
    }

    private static Optional<ByteBuffer> decode(String token) {
        if (token.length() != TOKEN_LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] octets = Base64.getUrlDecoder().decode(token);
            // the last character has bits to spare: one token, one spelling
            boolean canonical =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(octets).equals(token);
            return canonical ? Optional.of(ByteBuffer.wrap(octets)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
