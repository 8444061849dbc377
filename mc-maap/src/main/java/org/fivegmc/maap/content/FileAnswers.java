package org.fivegmc.maap.content;

import java.io.IOException;
import java.util.Optional;
import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.content.store.StoredFile;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.wire.file.FileEntry;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.file.ResumeInfo;
import org.fivegmc.wire.rcs.RcsMediaTypes;

/// The XML a client gets for a stored file, with addresses signed until it expires.
final class FileAnswers {
    /// What the recipient's device may do with it; the sender says otherwise for audio messages.
    private static final String ATTACH = "attach";

    private final ContentSettings settings;
    private final FileStore store;
    private final SignedLinks links;

    FileAnswers(ContentSettings settings, FileStore store, SignedLinks links) {
        this.settings = settings;
        this.store = store;
        this.links = links;
    }

    HttpAnswer info(StoredFile file) throws IOException {
        return HttpAnswer.octets(
                200,
                RcsMediaTypes.FT_HTTP,
                FileXmlCodec.write(new FileInfo(entry(file), thumbnail(file)), settings.form()));
    }

    private FileEntry entry(StoredFile file) {
        var id = file.facts().id();
        FileEntry entry =
                FileEntry.file(
                                file.size(),
                                file.facts().name(),
                                file.facts().type(),
                                links.download(id, file.until()),
                                file.until())
                        .withDisposition(ATTACH);
        return settings.brandedUrl() ? entry.withBrandedUrl(links.link(id, file.until())) : entry;
    }

    private Optional<FileEntry> thumbnail(StoredFile file) throws IOException {
        if (file.facts().thumbnail().isEmpty()) {
            return Optional.empty();
        }
        return store.find(file.facts().thumbnail().get())
                .map(thumbnail ->
                        FileEntry.thumbnail(
                                thumbnail.size(),
                                thumbnail.facts().type(),
                                links.download(thumbnail.facts().id(), file.until()),
                                file.until()));
    }

    static HttpAnswer resume(long length, String url) {
        return HttpAnswer.octets(
                200, RcsMediaTypes.FT_HTTP, FileXmlCodec.write(new ResumeInfo(0, length - 1, url)));
    }
}
