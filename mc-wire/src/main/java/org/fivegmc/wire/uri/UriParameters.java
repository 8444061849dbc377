package org.fivegmc.wire.uri;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.wire.Parameter;
import org.fivegmc.wire.Parameters;

/// Parameters inside a URI: never quoted, percent-escaped (RFC 3261 section 19.1.1, RFC 3966
/// section 3).
final class UriParameters {
    private UriParameters() {}

    /// Reads `a;b=c`, without the first semicolon.
    static Parameters parse(String text) {
        List<Parameter> found = new ArrayList<>();
        int from = 0;
        while (from < text.length() && found.size() < Parameters.DEFAULT_LIMIT) {
            int semicolon = text.indexOf(';', from);
            int to = semicolon < 0 ? text.length() : semicolon;
            String piece = text.substring(from, to);
            int equals = piece.indexOf('=');
            if (equals >= 0) {
                String name = UriText.unescape(piece.substring(0, equals));
                found.add(Parameter.token(name, UriText.unescape(piece.substring(equals + 1))));
            } else if (!piece.isEmpty()) {
                found.add(Parameter.flag(UriText.unescape(piece)));
            }
            from = to + 1;
        }
        return found.isEmpty() ? Parameters.NONE : new Parameters(found);
    }

    static String text(Parameters parameters) {
        var out = new StringBuilder();
        for (Parameter parameter : parameters.all()) {
            out.append(';').append(UriText.escapeParameter(parameter.name()));
            if (parameter.form() != Parameter.Form.FLAG) {
                out.append('=').append(UriText.escapeParameter(parameter.value()));
            }
        }
        return out.toString();
    }
}
