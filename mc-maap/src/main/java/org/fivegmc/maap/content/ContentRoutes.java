package org.fivegmc.maap.content;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.content.ContentEvents.Operation;
import org.fivegmc.maap.content.SignedLinks.Purpose;
import org.fivegmc.maap.content.store.FileId;
import org.fivegmc.maap.content.store.StoreUnavailableException;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.http.HttpHandler;

/// The paths of the content server.
///
/// | path | methods | proof |
/// |---|---|---|
/// | `/ft` | POST: probe or upload; GET: state of an upload | Digest, a token, or a proxy |
/// | `/u/{id}/{token}` | PUT: rest of an upload | the address |
/// | `/d/{id}/{token}` | GET, HEAD: download | the address |
/// | `/f/{id}{token}` | GET, HEAD: link for people without RCS | the address |
/// | those of [UserPages] | GET, HEAD | of the user |
final class ContentRoutes implements HttpHandler {
    static final String UPLOADS = "ft";

    private static final UserPages NO_PAGES =
            new UserPages() {
                @Override
                public boolean has(String path) {
                    return false;
                }

                @Override
                public HttpAnswer answer(String path, HttpCall call, Msisdn user) {
                    return nothingHere();
                }
            };

    private final ContentSettings settings;
    private final URI base;
    private final Gatekeeper gatekeeper;
    private final SignedLinks links;
    private final UploadHandler uploads;
    private final ResumeHandler resumes;
    private final DownloadHandler downloads;
    private final ContentEvents events;
    private final Semaphore slots;
    private volatile UserPages pages = NO_PAGES;
    private final AtomicBoolean draining = new AtomicBoolean();

    ContentRoutes(
            ContentSettings settings,
            URI base,
            Gatekeeper gatekeeper,
            SignedLinks links,
            UploadHandler uploads,
            ResumeHandler resumes,
            DownloadHandler downloads,
            ContentEvents events) {
        this.settings = settings;
        this.base = base;
        this.gatekeeper = gatekeeper;
        this.links = links;
        this.uploads = uploads;
        this.resumes = resumes;
        this.downloads = downloads;
        this.events = events;
        this.slots = new Semaphore(settings.uploads());
    }

    void serve(UserPages further) {
        pages = further;
    }

    /// Takes no more octets; what is under way goes on.
    void drain() {
        draining.set(true);
    }

    /// Requests that bring octets now.
    int uploadsUnderWay() {
        return settings.uploads() - slots.availablePermits();
    }

    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException;
    }

    @Override
    public HttpAnswer answer(HttpCall call) throws IOException {
        String path = Gatekeeper.withoutBase(base, call.path());
        List<String> segments = List.of(path.split("/", -1));
        Operation operation = operation(call, segments);
        HttpAnswer answer;
        try {
            answer = route(call, segments, operation);
        } catch (RefusedException e) {
            events.refused(e.reason());
            answer = e.answer();
        } catch (StoreUnavailableException _) {
            events.refused(ContentRefusal.STORE_UNAVAILABLE);
            answer =
                    ContentRefusal.STORE_UNAVAILABLE.answer(
                            "files can not be reached at the moment; what came of an upload is kept");
        }
        events.answered(operation, answer.status());
        return answer;
    }

    private Operation operation(HttpCall call, List<String> segments) {
        return switch (segments.size() < 2 ? "" : segments.get(1)) {
            case UPLOADS ->
                    switch (call.method()) {
                        case "POST" -> call.hasNoBody() ? Operation.PROBE : Operation.UPLOAD;
                        case "GET" -> Operation.INFO;
                        default -> Operation.OTHER;
                    };
            case "u" -> Operation.RESUME;
            case "d" -> Operation.DOWNLOAD;
            case "f" -> Operation.LINK;
            case String other ->
                    segments.size() == 2 && pages.has(other)
                            ? Operation.DIRECTORY
                            : Operation.OTHER;
        };
    }

    private HttpAnswer route(HttpCall call, List<String> segments, Operation operation)
            throws IOException {
        boolean reading = call.method().equals("GET") || call.method().equals("HEAD");
        return switch (operation) {
            case PROBE, UPLOAD -> segments.size() == 2 ? upload(call, operation) : nothingHere();
            case INFO ->
                    segments.size() == 2
                            ? resumes.info(call, gatekeeper.owner(call))
                            : nothingHere();
            case RESUME -> {
                FileId id = signed(Purpose.UPLOAD, segments);
                yield call.method().equals("PUT")
                        ? taking(() -> resumes.put(call, id))
                        : notAllowed("PUT");
            }
            case DOWNLOAD -> {
                FileId id = signed(Purpose.DOWNLOAD, segments);
                yield reading ? downloads.download(call, id) : notAllowed("GET, HEAD");
            }
            case LINK -> {
                FileId id = linked(segments);
                yield reading ? downloads.link(call, id) : notAllowed("GET, HEAD");
            }
            case DIRECTORY ->
                    reading
                            ? pages.answer(segments.get(1), call, Msisdn.of(gatekeeper.owner(call)))
                            : notAllowed("GET, HEAD");
            case OTHER ->
                    segments.size() == 2 && segments.get(1).equals(UPLOADS)
                            ? notAllowed("GET, POST")
                            : nothingHere();
        };
    }

    private HttpAnswer upload(HttpCall call, Operation operation) throws IOException {
        refuseWhileDraining();
        String owner = gatekeeper.owner(call);
        return operation == Operation.PROBE
                ? HttpAnswer.of(204)
                : taking(() -> uploads.post(call, owner));
    }

    /// Runs what brings octets, while there are not too many.
    <T> T taking(Step<T> step) throws IOException {
        refuseWhileDraining();
        if (!slots.tryAcquire()) {
            throw new RefusedException(
                    ContentRefusal.BUSY,
                    "more than " + settings.uploads() + " uploads at once (content.max-uploads)");
        }
        try {
            return step.run();
        } finally {
            slots.release();
        }
    }

    private void refuseWhileDraining() throws RefusedException {
        if (draining.get()) {
            throw new RefusedException(ContentRefusal.DRAINING, "the server is stopping");
        }
    }

    private FileId signed(Purpose purpose, List<String> segments) throws RefusedException {
        return segments.size() == 4
                ? judged(purpose, segments.get(2), segments.get(3))
                : judged(purpose, "", "");
    }

    private FileId linked(List<String> segments) throws RefusedException {
        String text = segments.size() == 3 ? segments.get(2) : "";
        return text.length() == FileId.LENGTH + SignedLinks.TOKEN_LENGTH
                ? judged(
                        Purpose.LINK,
                        text.substring(0, FileId.LENGTH),
                        text.substring(FileId.LENGTH))
                : judged(Purpose.LINK, "", "");
    }

    private FileId judged(Purpose purpose, String idText, String token) throws RefusedException {
        Optional<FileId> id = FileId.parse(idText);
        SignedLinks.Verdict verdict =
                id.isEmpty() ? SignedLinks.Verdict.FORGED : links.judge(purpose, id.get(), token);
        return switch (verdict) {
            case VALID -> id.orElseThrow();
            case EXPIRED ->
                    throw new RefusedException(ContentRefusal.EXPIRED, "the address has expired");
            case FORGED ->
                    throw new RefusedException(
                            ContentRefusal.BAD_LINK, "this server gave no such address out");
        };
    }

    private static HttpAnswer nothingHere() {
        return HttpAnswer.text(404, "no such path");
    }

    private static HttpAnswer notAllowed(String methods) {
        return HttpAnswer.text(405, "only " + methods).with("allow", methods);
    }
}
