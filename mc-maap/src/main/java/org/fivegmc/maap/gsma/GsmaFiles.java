package org.fivegmc.maap.gsma;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.fivegmc.maap.content.MediaLibrary;
import org.fivegmc.maap.content.MediaRefusal;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.tenant.Chatbot;

/// `files` and `files/{fileId}`. How long a file is kept the operator says: `until` is passed over,
/// and `validity` tells. A file of another chatbot is as good as none.
final class GsmaFiles {

    private final Optional<MediaLibrary> library;

    /// @param library empty where no content server keeps files
    GsmaFiles(Optional<MediaLibrary> library) {
        this.library = library;
    }

    private MediaLibrary library() {
        return library.orElseThrow(
                () -> new GsmaRefusal(GsmaCode.NOT_HERE, "this server keeps no files of chatbots"));
    }

    HttpAnswer upload(HttpCall call, Chatbot chatbot) throws IOException {
        MediaLibrary files = library();
        String owner = chatbot.address().uri();
        List<MediaLibrary.Item> items = told(() -> files.upload(call, owner, false));
        if (items.size() > 1) {
            for (MediaLibrary.Item item : items) {
                told(() -> files.delete(owner, item.url()));
            }
            throw GsmaRefusal.wrong("fileContent", "is there more than once");
        }
        return GsmaForm.file(told(() -> files.find(owner, items.getFirst().url())));
    }

    HttpAnswer find(Chatbot chatbot, String id) throws IOException {
        MediaLibrary files = library();
        return GsmaForm.file(told(() -> files.findById(chatbot.address().uri(), id)));
    }

    HttpAnswer delete(Chatbot chatbot, String id) throws IOException {
        MediaLibrary files = library();
        told(() -> files.deleteById(chatbot.address().uri(), id));
        return HttpAnswer.of(204);
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> T told(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (MediaRefusal refusal) {
            throw refused(refusal.reason(), String.valueOf(refusal.getMessage()));
        }
    }

    private static GsmaRefusal refused(MediaRefusal.Reason reason, String text) {
        return switch (reason) {
            case NO_FILE ->
                    GsmaRefusal.wrong(
                            "fileContent",
                            "is missing: this server fetches nothing from a fileUrl");
            case EMPTY_FILE -> GsmaRefusal.wrong("fileContent", "is empty");
            case TYPE -> GsmaRefusal.of(GsmaCode.TYPE, "fileContent", "- " + text);
            case TOO_LARGE -> GsmaRefusal.of(GsmaCode.TOO_LARGE, "fileContent", "- " + text);
            case TOO_MANY -> new GsmaRefusal(GsmaCode.TOO_MANY_FILES, text);
            case FORM -> new GsmaRefusal(GsmaCode.BODY, text);
            case RANGE -> new GsmaRefusal(GsmaCode.RANGE, text);
            case NOT_ITS_OWN, EXPIRED -> new GsmaRefusal(GsmaCode.FILE);
            case BUSY -> new GsmaRefusal(GsmaCode.BUSY, text);
        };
    }
}
