package org.fivegmc.maap.ctcu;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.fivegmc.maap.content.MediaLibrary;
import org.fivegmc.maap.content.MediaRefusal;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.tenant.Chatbot;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `medias/upload`, `medias/download` and `medias/delete`. Which file is meant stands in the header
/// `url`.
final class CtcuMedia {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String MODE = "uploadMode";
    private static final String PERM = "perm";
    private static final String TEMP = "temp";

    private final Optional<MediaLibrary> library;

    /// @param library empty where no content server keeps files
    CtcuMedia(Optional<MediaLibrary> library) {
        this.library = library;
    }

    private MediaLibrary library() {
        return library.orElseThrow(
                () -> new CtcuRefusal(CtcuCode.REQUEST, "this server keeps no files of chatbots"));
    }

    ObjectNode upload(HttpCall call, Chatbot chatbot, boolean strict) throws IOException {
        MediaLibrary files = library();
        boolean permanent = mode(call.header(MODE), strict).equals(PERM);
        String owner = chatbot.address().uri();
        List<MediaLibrary.Item> items = told(() -> files.upload(call, owner, permanent));
        ObjectNode answer = MAPPER.createObjectNode();
        ArrayNode infos = answer.putArray("fileInfo");
        for (MediaLibrary.Item item : items) {
            ObjectNode info =
                    infos.addObject()
                            .put("url", item.url())
                            .put("fileName", item.name())
                            .put("contentType", item.type())
                            .put("fileSize", item.size())
                            .put("fileHashAlgorithm", "sha256")
                            .put("fileHashValue", item.sha256());
            item.until()
                    .ifPresent(until -> info.put("until", CtcuNotices.time(until.toEpochMilli())));
        }
        return counts(answer, files, owner);
    }

    private static String mode(String given, boolean strict) {
        if (given.equals(PERM) || given.equals(TEMP)) {
            return given;
        }
        if (given.isEmpty() && !strict) {
            return TEMP;
        }
        throw CtcuReader.wrong(MODE, "is neither perm nor temp");
    }

    private static ObjectNode counts(ObjectNode answer, MediaLibrary files, String owner) {
        return answer.put("fileCount", files.count(owner)).put("totalCount", files.most());
    }

    HttpAnswer download(HttpCall call, Chatbot chatbot) throws IOException {
        MediaLibrary files = library();
        return told(() -> files.download(call, chatbot.address().uri(), url(call)));
    }

    ObjectNode delete(HttpCall call, Chatbot chatbot) throws IOException {
        MediaLibrary files = library();
        String owner = chatbot.address().uri();
        boolean permanent = told(() -> files.delete(owner, url(call)));
        return counts(
                MAPPER.createObjectNode().put("deleteMode", permanent ? PERM : TEMP), files, owner);
    }

    private static String url(HttpCall call) {
        String url = call.header("url").strip();
        if (url.isEmpty()) {
            throw new CtcuRefusal(CtcuCode.NO_MEDIA_URL);
        }
        return url;
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> T told(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (MediaRefusal refusal) {
            throw new CtcuRefusal(code(refusal.reason()), String.valueOf(refusal.getMessage()));
        }
    }

    private static CtcuCode code(MediaRefusal.Reason reason) {
        return switch (reason) {
            case NO_FILE -> CtcuCode.NO_MEDIA;
            case EMPTY_FILE -> CtcuCode.EMPTY_MEDIA;
            case TYPE -> CtcuCode.FILE_TYPE;
            case TOO_LARGE -> CtcuCode.FILE_SIZE;
            case TOO_MANY -> CtcuCode.TOO_MANY_FILES;
            case FORM, RANGE -> CtcuCode.PARAMETER;
            case NOT_ITS_OWN -> CtcuCode.MEDIA_URL;
            case EXPIRED -> CtcuCode.FILE_EXPIRED;
            case BUSY -> CtcuCode.BUSY;
        };
    }
}
