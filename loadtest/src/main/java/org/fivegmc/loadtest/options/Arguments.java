package org.fivegmc.loadtest.options;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What stands behind the name of a tool: `--name value` in any order, the last of a name counts.
/// Everything throws [IllegalArgumentException] with a text for people.
public final class Arguments {
    private static final int MOST_PORT = 65_535;

    private final Map<String, String> given;

    private Arguments(Map<String, String> given) {
        this.given = given;
    }

    /// @param known names with a value
    public static Arguments of(List<String> args, Set<String> known) {
        return of(args, known, Set.of());
    }

    /// @param flags names without one
    public static Arguments of(List<String> args, Set<String> known, Set<String> flags) {
        Map<String, String> given = new HashMap<>();
        for (int at = 0; at < args.size(); at++) {
            String name = args.get(at);
            if (flags.contains(name)) {
                given.put(name, "");
            } else if (known.contains(name) && at + 1 < args.size()) {
                at++;
                given.put(name, args.get(at));
            } else {
                throw new IllegalArgumentException("not an option with a value: " + name);
            }
        }
        return new Arguments(given);
    }

    /// The first argument, which says what is played.
    public static <E extends Enum<E>> E scenario(List<String> args, Class<E> type) {
        if (args.isEmpty()) {
            throw new IllegalArgumentException("which scenario?");
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> word(one).equals(args.getFirst()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no such scenario: " + args.getFirst()));
    }

    public boolean has(String name) {
        return given.containsKey(name);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(given.get(name));
    }

    public String text(String name, String byDefault) {
        return given.getOrDefault(name, byDefault);
    }

    public String matching(String name, String byDefault, Pattern pattern) {
        String text = text(name, byDefault);
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(name + " cannot be " + text);
        }
        return text;
    }

    public Optional<Path> path(String name) {
        return text(name).map(Path::of);
    }

    public int whole(String name, int byDefault, int least, int most) {
        return (int) whole(name, (long) byDefault, least, most);
    }

    public long whole(String name, long byDefault, long least, long most) {
        String text = given.get(name);
        return text == null ? byDefault : whole(name, text, least, most);
    }

    private static long whole(String name, String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "%s must be a whole number from %d to %d".formatted(name, least, most));
    }

    public double number(String name, double byDefault, double least, double most) {
        String text = given.get(name);
        if (text == null) {
            return byDefault;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "%s must be a number from %s to %s".formatted(name, least, most));
    }

    /// A span, `N` or `N-M`: its least and its most.
    public int[] span(String name, String byDefault, int most) {
        String[] ends = text(name, byDefault).split("-", 2);
        int from = (int) whole(name, ends[0], 0, most);
        return new int[] {from, ends.length == 1 ? from : (int) whole(name, ends[1], from, most)};
    }

    public <E extends Enum<E>> E word(String name, E byDefault) {
        String text = given.get(name);
        if (text == null) {
            return byDefault;
        }
        E[] all = byDefault.getDeclaringClass().getEnumConstants();
        return Arrays.stream(all)
                .filter(one -> one.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "%s must be one of %s"
                                        .formatted(
                                                name,
                                                Arrays.stream(all)
                                                        .map(Arguments::word)
                                                        .collect(Collectors.joining(", ")))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    public InetAddress host(String name, String byDefault) {
        return host(text(name, byDefault));
    }

    private static InetAddress host(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException _) {
            throw new IllegalArgumentException("no such host: " + text);
        }
    }

    /// `HOST:PORT`.
    public InetSocketAddress address(String name, String byDefault) {
        String text = text(name, byDefault);
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(name + " must be HOST:PORT");
        }
        return new InetSocketAddress(
                host(text.substring(0, colon)),
                (int) whole(name, text.substring(colon + 1), 1, MOST_PORT));
    }

    /// `HOST:PORT`, if given.
    public Optional<InetSocketAddress> address(String name) {
        return text(name).map(text -> address(name, text));
    }

    /// @param byDefault 0 for any
    public int port(String name, int byDefault) {
        return whole(name, byDefault, 0, MOST_PORT);
    }

    /// Process ids with commas between.
    public List<Long> pids(String name) {
        return text(name)
                .map(text ->
                        Arrays.stream(text.split(",", -1))
                                .map(one -> whole(name, one, 1, Integer.MAX_VALUE))
                                .toList())
                .orElse(List.of());
    }
}
