package org.fivegmc.maap.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.fivegmc.core.storage.TenantStore;
import org.fivegmc.maap.content.MediaRefusal.Reason;
import org.fivegmc.maap.content.store.Begun;
import org.fivegmc.maap.content.store.FileFacts;
import org.fivegmc.maap.content.store.FileId;
import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.content.store.FileWriter;
import org.fivegmc.maap.content.store.StoreUnavailableException;
import org.fivegmc.maap.content.store.StoredFile;
import org.fivegmc.maap.content.store.Written;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.wire.mime.MediaType;

/// The files of chatbots, in the store of the content server and under its addresses. Whose a file
/// is stands in [MediaRows], whatever dialect the chatbot speaks. Thread-safe; methods block.
public final class MediaLibrary {

    /// Files in one form.
    static final int FORM_FILES = 8;

    /// Fields and files in one form.
    private static final int FORM_PARTS = 16;

    /// The last second an address can have: what is permanent has no end that matters.
    private static final Instant FOREVER = Instant.ofEpochSecond(0xffff_ffffL);

    private final FileStore store;
    private final SignedLinks links;
    private final ContentRoutes routes;
    private final DownloadHandler downloads;
    private final TypePolicy types;
    private final ContentEvents events;
    private final InstantSource clock;
    private final MediaRows rows;
    private final Limits limits;

    /// How much a chatbot may have.
    ///
    /// @param files stored at a time, of both kinds together
    /// @param lifetime of temporary ones
    public record Limits(int files, Duration lifetime) {}

    /// A file that was stored.
    ///
    /// @param until end of its life; empty for a permanent one
    /// @param sha256 of its octets, in hexadecimal
    public record Item(
            String url,
            String name,
            String type,
            long size,
            Optional<Instant> until,
            String sha256) {}

    /// A file that is there.
    ///
    /// @param id its name in the store, fit for paths
    /// @param until end of its life; empty for a permanent one
    public record Kept(
            String id, String url, String name, String type, long size, Optional<Instant> until) {}

    MediaLibrary(
            FileStore store,
            SignedLinks links,
            ContentRoutes routes,
            DownloadHandler downloads,
            TypePolicy types,
            ContentEvents events,
            InstantSource clock,
            TenantStore rows,
            Limits limits) {
        this.store = store;
        this.links = links;
        this.routes = routes;
        this.downloads = downloads;
        this.types = types;
        this.events = events;
        this.clock = clock;
        this.rows = new MediaRows(rows);
        this.limits = limits;
    }

    public int most() {
        return limits.files();
    }

    /// Files it has now.
    public int count(String owner) {
        long now = clock.instant().getEpochSecond();
        return Math.toIntExact(rows.of(owner).stream().filter(file -> file.until() > now).count());
    }

    /// Stores all files of a form, or none.
    ///
    /// @param permanent whether they stay until they are deleted
    public List<Item> upload(HttpCall call, String owner, boolean permanent) throws IOException {
        MediaType type = MediaType.parse(call.header("content-type"));
        Optional<String> boundary =
                type.boundary().filter(text -> text.length() <= FormReader.MAX_BOUNDARY);
        if (!type.is("multipart/form-data") || boundary.isEmpty()) {
            throw new MediaRefusal(
                    Reason.FORM, "Content-Type must be multipart/form-data with a boundary");
        }
        var form = new FormReader(call.body(), boundary.get());
        return told(() -> routes.taking(() -> store(form, owner, permanent)));
    }

    private List<Item> store(FormReader form, String owner, boolean permanent) throws IOException {
        List<FileId> begun = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        boolean whole = false;
        try {
            int parts = 0;
            Optional<FormReader.Part> part = form.next();
            while (part.isPresent()) {
                if (++parts > FORM_PARTS) {
                    throw new MediaRefusal(
                            Reason.FORM, "the form has more than " + FORM_PARTS + " parts");
                }
                if (isFile(part.get())) {
                    items.add(store(part.get(), owner, permanent, begun));
                }
                part = form.next();
            }
            whole = true;
        } finally {
            if (!whole) {
                drop(owner, begun);
            }
        }
        if (items.isEmpty()) {
            throw new MediaRefusal(Reason.NO_FILE, "the form has no part with a file name");
        }
        return items;
    }

    /// Fields of a form are passed over, whatever their names.
    private static boolean isFile(FormReader.Part part) {
        return !part.fileName().isEmpty()
                || !part.type().isEmpty() && !MediaType.parse(part.type()).is("text/plain");
    }

    private Item store(FormReader.Part part, String owner, boolean permanent, List<FileId> begun)
            throws IOException {
        if (begun.size() == FORM_FILES) {
            throw new MediaRefusal(
                    Reason.TOO_MANY, "the form has more than " + FORM_FILES + " files");
        }
        var head = new UploadHandler.Head(part.content());
        if (head.length() == 0) {
            throw new MediaRefusal(Reason.EMPTY_FILE, "the file is empty");
        }
        MediaKind.Judged judged = judged(part, head);
        Instant until =
                permanent
                        ? FOREVER
                        : clock.instant().plus(limits.lifetime()).truncatedTo(ChronoUnit.SECONDS);
        FileId id = links.fileOf(owner, UUID.randomUUID().toString());
        var entry = new MediaRows.Entry(id.text(), permanent, until.getEpochSecond());
        if (!rows.add(
                owner, entry, limits.files(), clock.instant().getEpochSecond(), this::isThere)) {
            throw new MediaRefusal(
                    Reason.TOO_MANY,
                    "there are " + limits.files() + " files already; delete some first");
        }
        begun.add(id);
        var facts =
                new FileFacts(
                        id,
                        owner,
                        FileNames.clean(part.fileName()),
                        judged.type(),
                        Optional.empty());
        return written(facts, head, judged.kind(), until, permanent);
    }

    private MediaKind.Judged judged(FormReader.Part part, UploadHandler.Head head)
            throws IOException {
        String found = MagicNumbers.typeOf(head.octets(), head.length());
        types.refuseListed(found);
        return MediaKind.of(part.name(), MediaType.parse(part.type()).name(), found)
                .orElseThrow(() ->
                        new MediaRefusal(
                                Reason.TYPE,
                                "the file is "
                                        + (found.isEmpty() ? "of no known type" : found)
                                        + ", not JPEG, PNG, AMR, MP3, M4A, MP4 or WebM"));
    }

    private Item written(
            FileFacts facts,
            UploadHandler.Head head,
            MediaKind kind,
            Instant until,
            boolean permanent)
            throws IOException {
        MessageDigest digest = sha256();
        try (FileWriter writer = UploadHandler.writer(store.begin(facts))) {
            Written written =
                    writer.append(new DigestInputStream(head.whole(), digest), kind.most());
            events.received(writer.length());
            return switch (written) {
                case Written.All() -> {
                    StoredFile file = writer.publish(until);
                    yield new Item(
                            links.download(facts.id(), until),
                            facts.name(),
                            facts.type(),
                            file.size(),
                            permanent ? Optional.empty() : Optional.of(until),
                            HexFormat.of().formatHex(digest.digest()));
                }
                case Written.TooLong() -> {
                    writer.discard();
                    throw new MediaRefusal(
                            Reason.TOO_LARGE,
                            "the file is "
                                    + facts.type()
                                    + " and has more than "
                                    + kind.most()
                                    + " octets");
                }
                case Written.Refused(var reason) -> {
                    writer.discard();
                    throw UploadHandler.refused(reason);
                }
                case Written.CutOff(IOException cause) -> {
                    writer.discard(); // there is no way to go on with it
                    throw cause;
                }
            };
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isThere(FileId id) {
        try {
            return store.find(id).isPresent() || store.draft(id).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What can't be deleted now stays in the row, and is dropped when the row is full.
    private void drop(String owner, List<FileId> ids) {
        for (FileId id : ids) {
            try {
                store.delete(id);
                rows.remove(owner, id);
            } catch (IOException | RuntimeException e) {
                events.fault(e);
            }
        }
    }

    /// Octets of a file of this chatbot, or of a user, who has sent it the address.
    ///
    /// @param url as it was given out
    public HttpAnswer download(HttpCall call, String owner, String url) throws IOException {
        return told(() -> {
            FileId id = located(url);
            Optional<StoredFile> file = store.find(id);
            if (file.filter(f -> mayRead(f.facts().owner(), owner)).isEmpty()) {
                throw notItsOwn();
            }
            return downloads.download(call, id);
        });
    }

    /// Owners that are no chatbots are numbers.
    private static boolean mayRead(String fileOwner, String chatbot) {
        return fileOwner.equals(chatbot) || fileOwner.startsWith("+");
    }

    /// Deletes a file of this chatbot.
    ///
    /// @return whether it was a permanent one
    public boolean delete(String owner, String url) throws IOException {
        return told(() -> delete(owner, located(url)));
    }

    /// The same.
    ///
    /// @param id of [Kept]
    public boolean deleteById(String owner, String id) throws IOException {
        return told(() -> delete(owner, parsed(id)));
    }

    private boolean delete(String owner, FileId id) throws IOException {
        MediaRows.Entry entry = entry(owner, id).orElseThrow(MediaLibrary::notItsOwn);
        store.delete(id);
        rows.remove(owner, id);
        return entry.permanent();
    }

    /// A file of this chatbot.
    ///
    /// @param url as it was given out
    public Kept find(String owner, String url) throws IOException {
        return told(() -> kept(owner, located(url)));
    }

    /// The same.
    ///
    /// @param id of [Kept]
    public Kept findById(String owner, String id) throws IOException {
        return told(() -> kept(owner, parsed(id)));
    }

    private Kept kept(String owner, FileId id) throws IOException {
        MediaRows.Entry entry =
                entry(owner, id)
                        .filter(e -> e.until() > clock.instant().getEpochSecond())
                        .orElseThrow(MediaLibrary::notItsOwn);
        StoredFile file = store.find(id).orElseThrow(MediaLibrary::notItsOwn);
        Instant until = Instant.ofEpochSecond(entry.until());
        return new Kept(
                id.text(),
                links.download(id, until),
                file.facts().name(),
                file.facts().type(),
                file.size(),
                entry.permanent() ? Optional.empty() : Optional.of(until));
    }

    private Optional<MediaRows.Entry> entry(String owner, FileId id) {
        return rows.of(owner).stream().filter(file -> file.id().equals(id.text())).findFirst();
    }

    private static FileId parsed(String id) throws MediaRefusal {
        return FileId.parse(id).orElseThrow(MediaLibrary::notItsOwn);
    }

    private FileId located(String url) throws MediaRefusal {
        SignedLinks.Located located = links.locate(url).orElseThrow(MediaLibrary::notItsOwn);
        if (!located.until().isAfter(clock.instant())) {
            throw new MediaRefusal(Reason.EXPIRED, "the file has expired");
        }
        return located.id();
    }

    private static MediaRefusal notItsOwn() {
        return new MediaRefusal(
                Reason.NOT_ITS_OWN, "url is that of no file of this chatbot that is here");
    }

    /// Deletes all files of a chatbot that is gone.
    public void forget(String owner) {
        drop(owner, rows.of(owner).stream().map(file -> new FileId(file.id())).toList());
    }

    /// Everybody who has files.
    public List<String> owners() {
        return rows.owners();
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws IOException;
    }

    /// Refusals of the content server in the words of this one.
    private static <T> T told(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (RefusedException e) {
            throw MediaRefusal.of(e);
        } catch (FormReader.FormException e) {
            throw new MediaRefusal(Reason.FORM, "form: " + e.getMessage());
        } catch (StoreUnavailableException _) {
            throw new MediaRefusal(Reason.BUSY, "files can not be reached at the moment");
        }
    }
}
