package org.fivegmc.maap.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import org.fivegmc.maap.content.store.FileId;
import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.content.store.LocalOctets;
import org.fivegmc.maap.content.store.StoreUnavailableException;
import org.fivegmc.maap.content.store.StoredFile;
import org.fivegmc.maap.http.CutShortException;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;

/// Gives files out, whole or in part (RFC 9110 sections 13 and 14), to whoever has an address for
/// them.
///
/// By a link they are opened in a browser: pictures, sound and film are shown in a sandbox that
/// runs no script and loads nothing, everything else is offered for saving, and no page is ever a
/// page.
final class DownloadHandler {
    private static final String SANDBOX =
            "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline';"
                    + " sandbox";

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final FileStore store;
    private final ContentEvents events;
    private final InstantSource clock;

    DownloadHandler(FileStore store, ContentEvents events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /// For clients.
    HttpAnswer download(HttpCall call, FileId id) throws IOException {
        StoredFile file = find(id);
        HttpAnswer answer =
                serve(call, file, file.facts().type())
                        .with("cache-control", "private")
                        .with("content-disposition", FileNames.disposition(true, nameOf(file)));
        return safe(answer);
    }

    /// For people.
    HttpAnswer link(HttpCall call, FileId id) throws IOException {
        StoredFile file = find(id);
        boolean shown = TypePolicy.isShown(file.facts().type());
        String type = file.facts().type();
        HttpAnswer answer =
                serve(call, file, shown ? charset(type) : TypePolicy.UNKNOWN)
                        .with("cache-control", "no-store")
                        .with("content-security-policy", SANDBOX)
                        .with("referrer-policy", "no-referrer")
                        .with("x-robots-tag", "noindex")
                        .with("content-disposition", FileNames.disposition(!shown, nameOf(file)));
        boolean begins = answer.status() == 200 || call.header("range").contains("=0-");
        if (call.method().equals("GET") && begins && isFirst(file)) {
            events.firstOpened();
        }
        return safe(answer);
    }

    /// Counting must keep nobody from the file, on a full disk either.
    private boolean isFirst(StoredFile file) {
        try {
            return store.markOpened(file);
        } catch (IOException _) {
            return false;
        }
    }

    private static HttpAnswer safe(HttpAnswer answer) {
        return answer.with("x-content-type-options", "nosniff");
    }

    private static String charset(String type) {
        return type.equals("text/plain") ? "text/plain; charset=utf-8" : type;
    }

    private static String nameOf(StoredFile file) {
        return file.facts().name().isEmpty() ? "thumbnail" : file.facts().name();
    }

    private StoredFile find(FileId id) throws IOException {
        StoredFile file =
                store.find(id)
                        .orElseThrow(() ->
                                new RefusedException(
                                        ContentRefusal.UNKNOWN, "there is no such file"));
        if (!file.until().isAfter(clock.instant())) {
            throw new RefusedException(ContentRefusal.EXPIRED, "the file has expired");
        }
        return file;
    }

    private HttpAnswer serve(HttpCall call, StoredFile file, String type) throws IOException {
        String tag = "\"" + file.facts().id() + "-" + file.storedAt().toEpochMilli() + "\"";
        if (names(call.header("if-none-match"), tag)) {
            return HttpAnswer.of(304).with("etag", tag);
        }
        boolean get = call.method().equals("GET");
        ByteRange range =
                get && stillTheSame(call.header("if-range"), tag, file.storedAt())
                        ? ByteRange.of(call.header("range"), file.size())
                        : new ByteRange.Whole();
        HttpAnswer answer =
                switch (range) {
                    case ByteRange.Whole() -> body(200, file, 0, file.size(), get);
                    case ByteRange.Part part ->
                            body(206, file, part.first(), part.length(), get)
                                    .with(
                                            "content-range",
                                            "bytes "
                                                    + part.first()
                                                    + "-"
                                                    + part.last()
                                                    + "/"
                                                    + file.size());
                    case ByteRange.Outside() ->
                            throw new RefusedException(
                                    ContentRefusal.BAD_RANGE,
                                    "the file has " + file.size() + " octets",
                                    ContentRefusal.BAD_RANGE
                                            .answer("the file has " + file.size() + " octets")
                                            .with("content-range", "bytes */" + file.size()));
                };
        return answer.with("content-type", type)
                .with("etag", tag)
                .with("last-modified", HTTP_DATE.format(file.storedAt()))
                .with("accept-ranges", "bytes");
    }

    /// Several tags and weak ones are understood (RFC 9110 section 13.1.2).
    private static boolean names(String header, String tag) {
        return Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .map(text -> text.startsWith("W/") ? text.substring(2) : text)
                .anyMatch(text -> text.equals(tag) || text.equals("*"));
    }

    private static boolean stillTheSame(String ifRange, String tag, Instant storedAt) {
        return ifRange.isEmpty()
                || ifRange.equals(tag)
                || ifRange.equals(HTTP_DATE.format(storedAt.truncatedTo(ChronoUnit.SECONDS)));
    }

    private HttpAnswer body(int status, StoredFile file, long from, long length, boolean get)
            throws IOException {
        HttpAnswer.Body body =
                get
                        ? body(open(file, from, length), length)
                        : new HttpAnswer.Flow(InputStream.nullInputStream(), length);
        return new HttpAnswer(status, java.util.List.of(), body);
    }

    private HttpAnswer.Body body(InputStream in, long length) {
        return in instanceof LocalOctets local
                ? new HttpAnswer.Region(local.file(), local.offset(), length, events::sent)
                : new HttpAnswer.Flow(new Counted(in), length);
    }

    private InputStream open(StoredFile file, long from, long length) throws IOException {
        try {
            return store.open(file, from, length);
        } catch (NoSuchFileException _) {
            throw new RefusedException(ContentRefusal.UNKNOWN, "there is no such file any more");
        }
    }

    /// Tells how much was read, when it is closed. The answer has begun when a store breaks off, so
    /// there is no other one any more: the connection ends, and clients ask for the rest.
    private final class Counted extends FilterInputStream {
        private long octets;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int n = super.read(target, offset, length);
                octets += Math.max(n, 0);
                return n;
            } catch (StoreUnavailableException e) {
                events.refused(ContentRefusal.STORE_UNAVAILABLE);
                throw new CutShortException(e);
            }
        }

        @Override
        public void close() throws IOException {
            events.sent(octets);
            octets = 0;
            super.close();
        }
    }
}
