package org.fivegmc.maap.dialect;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.http.HttpHandler;

/// The dialects on one listener, told apart by what their paths begin with.
public final class DialectPaths implements HttpHandler {

    private final List<Map.Entry<String, HttpHandler>> dialects;

    /// @param dialects by the beginning of a path, decoded
    public DialectPaths(Map<String, HttpHandler> dialects) {
        this.dialects = List.copyOf(dialects.entrySet());
    }

    @Override
    public HttpAnswer answer(HttpCall call) throws IOException {
        for (Map.Entry<String, HttpHandler> dialect : dialects) {
            if (call.path().startsWith(dialect.getKey())) {
                return dialect.getValue().answer(call);
            }
        }
        return HttpAnswer.text(404, "no such path");
    }
}
