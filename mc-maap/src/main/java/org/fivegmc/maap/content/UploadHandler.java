package org.fivegmc.maap.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.fivegmc.maap.content.store.Begun;
import org.fivegmc.maap.content.store.Draft;
import org.fivegmc.maap.content.store.FileFacts;
import org.fivegmc.maap.content.store.FileId;
import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.content.store.FileWriter;
import org.fivegmc.maap.content.store.StoreRefusal;
import org.fivegmc.maap.content.store.StoredFile;
import org.fivegmc.maap.content.store.Written;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.wire.mime.MediaType;

/// Takes a form with `tid`, perhaps `Thumbnail`, and `File` (GSMA RCC.07 section 3.2.5.3.1), each
/// part going to the store while it arrives.
///
/// The transaction id is unique for its sender: repeated after success it gives the same answer
/// again, repeated before that it begins anew, unless all of it is here already. What came of a
/// file whose connection broke is kept, see [ResumeHandler].
final class UploadHandler {
    private static final int MAX_PARTS = 8;
    private static final int MAX_TID = 128;
    private static final int EPILOGUE = 4096;

    /// Boundaries and headers of a form, with room to spare.
    private static final long FORM_OVERHEAD = 64 * 1024;

    private final ContentSettings settings;
    private final FileStore store;
    private final SignedLinks links;
    private final FileAnswers answers;
    private final TypePolicy types;
    private final ContentEvents events;
    private final InstantSource clock;

    UploadHandler(
            ContentSettings settings,
            FileStore store,
            SignedLinks links,
            ContentEvents events,
            InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.links = links;
        this.answers = new FileAnswers(settings, store, links);
        this.types = new TypePolicy(settings.refusedTypes());
        this.events = events;
        this.clock = clock;
    }

    /// One upload while it is read.
    private record Upload(String owner, String transaction, FormReader form) {}

    HttpAnswer post(HttpCall call, String owner) throws IOException {
        MediaType type = MediaType.parse(call.header("content-type"));
        Optional<String> boundary =
                type.boundary().filter(text -> text.length() <= FormReader.MAX_BOUNDARY);
        if (!type.is("multipart/form-data") || boundary.isEmpty()) {
            throw new RefusedException(
                    ContentRefusal.MALFORMED,
                    "Content-Type must be multipart/form-data with a boundary");
        }
        if (call.contentLength() > settings.maxFile() + settings.maxThumbnail() + FORM_OVERHEAD) {
            throw tooLarge("the body", settings.maxFile(), "content.max-file-size");
        }
        try {
            StoredFile file = read(owner, new FormReader(call.body(), boundary.get()));
            skip(call.body());
            return answers.info(file);
        } catch (FormReader.FormException e) {
            throw new RefusedException(ContentRefusal.MALFORMED, "form: " + e.getMessage());
        }
    }

    private StoredFile read(String owner, FormReader form) throws IOException {
        String transaction = "";
        Optional<FileId> thumbnail = Optional.empty();
        for (int parts = 0; parts < MAX_PARTS; parts++) {
            Optional<FormReader.Part> next = form.next();
            if (next.isEmpty()) {
                break;
            }
            FormReader.Part part = next.get();
            String name = part.name().toLowerCase(Locale.ROOT);
            if (name.equals("tid")) {
                transaction = transaction(part);
                Optional<StoredFile> before = before(owner, transaction);
                if (before.isPresent()) {
                    return before.get();
                }
            } else if (name.equals("thumbnail") || name.equals("file")) {
                if (transaction.isEmpty()) {
                    throw new RefusedException(
                            ContentRefusal.MALFORMED, "the first part must be tid");
                }
                var upload = new Upload(owner, transaction, form);
                if (name.equals("file")) {
                    return file(upload, part, thumbnail);
                }
                thumbnail = Optional.of(thumbnail(upload, part));
            }
        }
        throw new RefusedException(ContentRefusal.MALFORMED, "there is no part File");
    }

    private static String transaction(FormReader.Part part) throws IOException {
        byte[] octets = part.content().readNBytes(MAX_TID + 1);
        String text = new String(octets, StandardCharsets.UTF_8).strip();
        if (!isTransaction(text)) {
            throw new RefusedException(
                    ContentRefusal.MALFORMED,
                    "tid must have 1 to " + MAX_TID + " printable ASCII characters");
        }
        return text;
    }

    static boolean isTransaction(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_TID
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private Optional<StoredFile> before(String owner, String transaction) throws IOException {
        FileId id = links.fileOf(owner, transaction);
        Optional<StoredFile> file =
                store.find(id).filter(found -> found.until().isAfter(clock.instant()));
        return file.isPresent() ? file : whole(store, id, end());
    }

    /// Publishes what came as a whole before, when it could not be put where files are kept.
    static Optional<StoredFile> whole(FileStore store, FileId id, Instant until)
            throws IOException {
        if (store.draft(id).filter(Draft::whole).isEmpty()) {
            return Optional.empty();
        }
        Begun begun = store.resume(id);
        if (begun instanceof Begun.Unknown) {
            return Optional.empty();
        }
        try (FileWriter writer = writer(begun)) {
            return Optional.of(writer.publish(until));
        }
    }

    private FileId thumbnail(Upload upload, FormReader.Part part) throws IOException {
        var head = new Head(part.content());
        String type = types.judge(part.type(), head.octets, head.length);
        if (!TypePolicy.isPicture(type)) {
            throw new RefusedException(
                    ContentRefusal.TYPE_REFUSED, "Thumbnail is " + type + ", not a picture");
        }
        FileId id = links.thumbnailOf(upload.owner(), upload.transaction());
        var facts = new FileFacts(id, upload.owner(), "", type, Optional.empty());
        // the file may be resumed, and live longer
        Instant until = end().plus(settings.draftLifetime());
        return store(facts, head.whole(), settings.maxThumbnail(), until).facts().id();
    }

    private StoredFile file(Upload upload, FormReader.Part part, Optional<FileId> thumbnail)
            throws IOException {
        var head = new Head(part.content());
        if (head.length == 0) {
            throw new RefusedException(ContentRefusal.MALFORMED, "the part File is empty");
        }
        String type = types.judge(part.type(), head.octets, head.length);
        FileId id = links.fileOf(upload.owner(), upload.transaction());
        var facts =
                new FileFacts(
                        id, upload.owner(), FileNames.clean(part.fileName()), type, thumbnail);
        return store(facts, head.whole(), settings.maxFile(), end());
    }

    private Instant end() {
        return clock.instant().plus(settings.lifetime()).truncatedTo(ChronoUnit.SECONDS);
    }

    private StoredFile store(FileFacts facts, InputStream in, long most, Instant until)
            throws IOException {
        Begun begun = store.begin(facts);
        if (begun instanceof Begun.Exists(StoredFile file)) {
            return file;
        }
        try (FileWriter writer = writer(begun)) {
            Written written = writer.append(in, most);
            events.received(writer.length());
            return switch (written) {
                case Written.All() -> writer.publish(until);
                case Written.TooLong() -> {
                    writer.discard();
                    throw facts.name().isEmpty()
                            ? thumbnailTooLarge(most)
                            : tooLarge("File", most, "content.max-file-size");
                }
                case Written.Refused(StoreRefusal reason) -> {
                    writer.discard();
                    throw refused(reason);
                }
                case Written.CutOff(IOException cause) -> throw cause;
            };
        }
    }

    static FileWriter writer(Begun begun) throws RefusedException {
        return switch (begun) {
            case Begun.Ready(FileWriter writer) -> writer;
            case Begun.Busy() ->
                    throw new RefusedException(
                            ContentRefusal.BUSY, "this tid is being uploaded already");
            case Begun.Exists _ ->
                    throw new RefusedException(
                            ContentRefusal.BUSY, "this tid has been uploaded already");
            case Begun.Refused(StoreRefusal reason) -> throw refused(reason);
            case Begun.Unknown() ->
                    throw new RefusedException(ContentRefusal.UNKNOWN, "there is no such upload");
        };
    }

    static RefusedException refused(StoreRefusal reason) {
        return switch (reason) {
            case USER_QUOTA ->
                    new RefusedException(
                            ContentRefusal.USER_QUOTA, "content.user-quota is used up");
            case TOTAL_QUOTA ->
                    new RefusedException(
                            ContentRefusal.TOTAL_QUOTA, "content.total-quota is used up");
            case FREE_SPACE ->
                    new RefusedException(
                            ContentRefusal.FREE_SPACE,
                            "the disk has less than content.min-free-disk");
        };
    }

    static RefusedException tooLarge(String what, long most, String setting) {
        return new RefusedException(
                ContentRefusal.FILE_TOO_LARGE,
                what + " has more than " + most + " octets (" + setting + ")");
    }

    private static RefusedException thumbnailTooLarge(long most) {
        return new RefusedException(
                ContentRefusal.THUMBNAIL_TOO_LARGE,
                "Thumbnail has more than " + most + " octets (content.max-thumbnail-size)");
    }

    /// What follows the file is of no interest, but the connection can be used again behind it. A
    /// repeated upload is read to its end: clients want to send everything before they listen.
    private void skip(InputStream body) throws IOException {
        long most = settings.maxFile() + settings.maxThumbnail() + EPILOGUE;
        var dropped = new byte[EPILOGUE];
        int n = body.read(dropped);
        while (n >= 0 && most > 0) {
            most -= n;
            n = body.read(dropped);
        }
    }

    /// The first octets of a part, which tell what it is, and then all of it.
    static final class Head {
        private final byte[] octets = new byte[MagicNumbers.LOOKED_AT];
        private final int length;
        private final InputStream rest;

        Head(InputStream content) throws IOException {
            rest = content;
            length = content.readNBytes(octets, 0, octets.length);
        }

        byte[] octets() {
            return octets;
        }

        int length() {
            return length;
        }

        InputStream whole() {
            return new SequenceInputStream(new ByteArrayInputStream(octets, 0, length), rest);
        }
    }
}
