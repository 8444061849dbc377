package org.fivegmc.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// Finds the known name a mistyped one was probably meant to be.
public final class DidYouMean {
    private DidYouMean() {}

    /// `; did you mean sip.listen?`, or nothing when no known name is close.
    public static String hint(String wrong, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(wrong, name) <= Math.max(2, tail(name).length() / 3))
                .min(
                        Comparator.<String>comparingInt(name -> distance(wrong, name))
                                .thenComparing(Comparator.naturalOrder()))
                .map(name -> "; did you mean " + name + "?")
                .orElseGet(() -> sameTail(wrong, known));
    }

    /// The right word in the wrong section: `max-connections` instead of `sip.max-connections`.
    private static String sameTail(String wrong, Collection<String> known) {
        var matches =
                known.stream().filter(name -> tail(name).equals(tail(wrong))).sorted().toList();
        return matches.size() == 1 ? "; did you mean " + matches.getFirst() + "?" : "";
    }

    private static String tail(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /// Insertions, deletions, replacements and swapped neighbours; case and underscores do not
    /// count.
    static int distance(String left, String right) {
        String a = plain(left);
        String b = plain(right);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }

    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
