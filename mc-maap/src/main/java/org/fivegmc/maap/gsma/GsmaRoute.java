package org.fivegmc.maap.gsma;

import java.util.Optional;

/// The calls of the dialect, `/rcs/bot/v1/{botId}/…`.
public enum GsmaRoute {
    SEND("POST", "messages"),
    /// The same, by the path some clients use.
    SEND_LATER("POST", "messages/async"),
    STATUS("GET", "messages/{msgId}/status"),
    UPDATE("PUT", "messages/{msgId}/status"),
    CAPABILITIES("GET", "contactCapabilities"),
    UPLOAD("POST", "files"),
    FILE("GET", "files/{fileId}"),
    DELETE("DELETE", "files/{fileId}");

    private final String method;
    private final String path;

    GsmaRoute(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public String method() {
        return method;
    }

    /// What follows the address of the chatbot and a slash.
    public String path() {
        return path;
    }

    /// A call that there is.
    ///
    /// @param id what stands in the place of the braces; empty where there are none
    record Match(GsmaRoute route, String id) {}

    /// Refuses what there is not.
    ///
    /// @param operation what follows the address of the chatbot and a slash, decoded
    static Match of(String method, String operation) {
        boolean known = false;
        for (GsmaRoute route : values()) {
            Optional<String> id = route.id(operation);
            if (id.isPresent() && route.method.equals(method)) {
                return new Match(route, id.get());
            }
            known |= id.isPresent();
        }
        throw known
                ? new GsmaRefusal(GsmaCode.METHOD, "the path takes another method, not " + method)
                : new GsmaRefusal(GsmaCode.PATH);
    }

    private Optional<String> id(String operation) {
        int open = path.indexOf('{');
        if (open < 0) {
            return operation.equals(path) ? Optional.of("") : Optional.empty();
        }
        String before = path.substring(0, open);
        String behind = path.substring(path.indexOf('}') + 1);
        if (!operation.startsWith(before)
                || !operation.endsWith(behind)
                || operation.length() <= before.length() + behind.length()) {
            return Optional.empty();
        }
        String id = operation.substring(before.length(), operation.length() - behind.length());
        return id.indexOf('/') < 0 ? Optional.of(id) : Optional.empty();
    }
}
