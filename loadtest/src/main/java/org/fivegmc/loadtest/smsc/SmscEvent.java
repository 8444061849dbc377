package org.fivegmc.loadtest.smsc;

import tools.jackson.databind.JsonNode;

/// One line of the SMSC: `name` is `submit`, `message`, `receipt`, `receipt-acknowledged`, ... as
/// listed in `smsc.js`.
public record SmscEvent(String name, JsonNode fields) {
    public String text(String field) {
        return fields.path(field).asString("");
    }

    public int number(String field) {
        return fields.path(field).asInt(0);
    }
}
