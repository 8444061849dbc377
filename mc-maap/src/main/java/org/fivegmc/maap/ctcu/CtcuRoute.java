package org.fivegmc.maap.ctcu;

import java.util.Optional;

/// The calls of the dialect, `/bot/v1/{chatbotId}/…`.
public enum CtcuRoute {
    ACCESS_TOKEN("POST", "accessToken"),
    MESSAGES("POST", "messages"),
    REVOKE("POST", "revoke"),
    UPLOAD("POST", "medias/upload"),
    DOWNLOAD("GET", "medias/download"),
    DELETE("DELETE", "medias/delete"),
    FIND("GET", "find/chatBotInfo"),
    OPTIONALS("POST", "update/chatBotInfo/optionals"),
    MENU("POST", "update/chatBotInfo/menu");

    private final String method;
    private final String path;

    CtcuRoute(String method, String path) {
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

    static Optional<CtcuRoute> of(String path) {
        for (CtcuRoute route : values()) {
            if (route.path.equals(path)) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }
}
