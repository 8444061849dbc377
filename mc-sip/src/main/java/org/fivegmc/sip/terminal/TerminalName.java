package org.fivegmc.sip.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a handset names its model in User-Agent (RCC.07 annex C):
///
/// ```
/// CPM-client/OMA2.2 RCS-client/UP_2.4 term-HUAWEI/JAD-AN00-3.0.0.1 client-HUAWEI/10.1 OS-Android/12
///                                          vendor model    software
/// IM-client/OMA1.0 HUAWEI/JAD-AN00-3.0.0.1 HUAWEI/10.1                                   (older)
/// ```
///
/// Nothing tells where the model ends and the version of its software begins: both may have
/// hyphens.
///
/// @param vendor as [#plain(String)]
/// @param models what may be the model, as [#plain(String)], the longest first
record TerminalName(String vendor, List<String> models) {

    /// Characters of vendor, and of model with software, beyond which nothing is looked at.
    static final int MAX_LENGTH = 64;

    /// Places where the model may end that are tried.
    static final int MAX_MODELS = 8;

    private static final String TERMINAL = "term-";
    private static final String OLD_CLIENT = "im-client/";

    TerminalName {
        models = List.copyOf(models);
    }

    static Optional<TerminalName> of(String userAgent) {
        String text = userAgent.strip();
        String small = text.toLowerCase(Locale.ROOT);
        int from;
        int end;
        int term = small.startsWith(TERMINAL) ? 0 : small.indexOf(' ' + TERMINAL) + 1;
        if (term > 0 || small.startsWith(TERMINAL)) {
            from = term + TERMINAL.length();
            // a few write blanks into the name of the model
            int client = small.indexOf(" client-", from);
            end = client >= 0 ? client : blank(small, from);
        } else if (small.startsWith(OLD_CLIENT) && small.indexOf(' ') > 0) {
            from = small.indexOf(' ') + 1;
            end = blank(small, from);
        } else {
            return Optional.empty();
        }
        int slash = small.indexOf('/', from);
        if (slash <= from || slash + 1 >= end || end - from > 2 * MAX_LENGTH) {
            return Optional.empty();
        }
        String vendor = small.substring(from, slash);
        String model = small.substring(slash + 1, end);
        return vendor.length() > MAX_LENGTH || model.length() > MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new TerminalName(plain(vendor), models(model)));
    }

    private static int blank(String text, int from) {
        int blank = text.indexOf(' ', from);
        return blank < 0 ? text.length() : blank;
    }

    private static List<String> models(String text) {
        var models = new ArrayList<String>();
        int end = text.length();
        while (end > 0 && models.size() < MAX_MODELS) {
            models.add(plain(text.substring(0, end)));
            end = text.lastIndexOf('-', end - 1);
        }
        return models;
    }

    /// Letters, digits and plus signs in small letters: spelling differs in the rest.
    static String plain(String name) {
        var plain = new StringBuilder(name.length());
        String small = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < small.length(); i++) {
            char c = small.charAt(i);
            if (Character.isLetterOrDigit(c) || c == '+') {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
