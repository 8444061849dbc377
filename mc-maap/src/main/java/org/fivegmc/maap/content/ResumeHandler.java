package org.fivegmc.maap.content;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.fivegmc.maap.content.store.Draft;
import org.fivegmc.maap.content.store.FileId;
import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.content.store.FileWriter;
import org.fivegmc.maap.content.store.StoreRefusal;
import org.fivegmc.maap.content.store.StoredFile;
import org.fivegmc.maap.content.store.Written;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;

/// An upload that was cut off (GSMA RCC.07 section 3.2.5.3.1.1):
///
/// ```
///   GET {csuri}?tid=T&get_upload_info     200  octets 0 to N are here, the rest goes to U
///   PUT U, Content-Range: bytes N+1-L/S   200
///   GET {csuri}?tid=T&get_download_info   200  the answer the upload would have had
/// ```
///
/// Clients that send octets again which are here already are understood; a gap is 416.
final class ResumeHandler {
    private final ContentSettings settings;
    private final FileStore store;
    private final SignedLinks links;
    private final FileAnswers answers;
    private final ContentEvents events;
    private final InstantSource clock;

    ResumeHandler(
            ContentSettings settings,
            FileStore store,
            SignedLinks links,
            ContentEvents events,
            InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.links = links;
        this.answers = new FileAnswers(settings, store, links);
        this.events = events;
        this.clock = clock;
    }

    HttpAnswer info(HttpCall call, String owner) throws IOException {
        String transaction = call.query("tid").orElse("");
        boolean upload = call.query("get_upload_info").isPresent();
        if (!UploadHandler.isTransaction(transaction)
                || upload == call.query("get_download_info").isPresent()) {
            throw new RefusedException(
                    ContentRefusal.MALFORMED,
                    "the query must be tid and get_upload_info or get_download_info");
        }
        FileId id = links.fileOf(owner, transaction);
        if (!upload) {
            return answers.info(
                    whole(id)
                            .orElseThrow(() ->
                                    new RefusedException(
                                            ContentRefusal.UNKNOWN,
                                            "there is no whole file of this tid")));
        }
        Optional<StoredFile> file = file(id);
        Optional<Draft> draft = store.draft(id);
        long length = file.map(StoredFile::size).or(() -> draft.map(Draft::length)).orElse(0L);
        if (length == 0) {
            throw new RefusedException(
                    ContentRefusal.UNKNOWN, "nothing of this tid is here: upload it anew");
        }
        Instant until =
                draft.map(Draft::touchedAt).orElse(clock.instant()).plus(settings.draftLifetime());
        return FileAnswers.resume(length, links.upload(id, until));
    }

    private Optional<StoredFile> file(FileId id) throws IOException {
        return store.find(id).filter(file -> file.until().isAfter(clock.instant()));
    }

    /// Also when it came as a whole and is only not published yet.
    private Optional<StoredFile> whole(FileId id) throws IOException {
        Optional<StoredFile> file = file(id);
        return file.isPresent() ? file : UploadHandler.whole(store, id, end());
    }

    private Instant end() {
        return clock.instant().plus(settings.lifetime()).truncatedTo(ChronoUnit.SECONDS);
    }

    /// With an address this server gave out.
    HttpAnswer put(HttpCall call, FileId id) throws IOException {
        Optional<StoredFile> whole = whole(id);
        if (whole.isPresent()) {
            return answers.info(whole.get());
        }
        ContentRange range =
                ContentRange.of(call.header("content-range"))
                        .orElseThrow(() ->
                                new RefusedException(
                                        ContentRefusal.MALFORMED,
                                        "Content-Range must be bytes first-last/size"));
        if (range.size() > settings.maxFile()) {
            throw UploadHandler.tooLarge("File", settings.maxFile(), "content.max-file-size");
        }
        try (FileWriter writer = UploadHandler.writer(store.resume(id))) {
            return append(call, range, writer);
        }
    }

    private HttpAnswer append(HttpCall call, ContentRange range, FileWriter writer)
            throws IOException {
        long before = writer.length();
        if (range.first() > before || before > range.size()) {
            String sentence = "Content-Range must begin at " + before;
            throw new RefusedException(
                    ContentRefusal.BAD_RANGE,
                    sentence,
                    ContentRefusal.BAD_RANGE
                            .answer(sentence)
                            .with("content-range", "bytes */" + before));
        }
        skip(call.body(), Math.min(before - range.first(), range.length()));
        Written written = writer.append(call.body(), Math.max(0, range.last() + 1 - before));
        events.received(writer.length() - before);
        switch (written) {
            case Written.All() -> {}
            case Written.TooLong() ->
                    throw new RefusedException(
                            ContentRefusal.MALFORMED, "more octets than Content-Range says");
            case Written.Refused(StoreRefusal reason) -> throw UploadHandler.refused(reason);
            case Written.CutOff(IOException cause) -> throw cause;
        }
        if (writer.length() < range.size()) {
            return HttpAnswer.text(200, writer.length() + " octets are here");
        }
        return answers.info(writer.publish(end()));
    }

    private static void skip(InputStream in, long octets) throws IOException {
        var dropped = new byte[4096];
        long left = octets;
        while (left > 0) {
            int n = in.read(dropped, 0, (int) Math.min(dropped.length, left));
            if (n < 0) {
                return;
            }
            left -= n;
        }
    }
}
