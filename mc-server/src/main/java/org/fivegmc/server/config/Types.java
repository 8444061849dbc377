package org.fivegmc.server.config;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The types settings are made of. A range is always part of the type, so that it is checked and
/// documented as one.
final class Types {
    private Types() {}

    static Type.Scalar<Boolean> bool() {
        return scalar(
                "boolean",
                "true or false",
                text ->
                        switch (text) {
                            case "true" -> Optional.of(true);
                            case "false" -> Optional.of(false);
                            default -> Optional.empty();
                        });
    }

    static Type.Scalar<Integer> integer(int min, int max) {
        return new Type.Scalar<>(
                "integer",
                min + ".." + max,
                false,
                (text, _) -> {
                    Optional<Integer> n = whole(text);
                    if (n.isEmpty()) {
                        return new Parsed.Wrong<>("is not a whole number in " + min + ".." + max);
                    }
                    return inRange(n.get(), min, max, n.get(), min + ".." + max);
                });
    }

    /// A number of threads or loops; `auto` is one per processor.
    static Type.Scalar<Integer> perCore(int max) {
        String range = "auto or 1.." + max;
        return new Type.Scalar<>(
                "integer",
                range,
                false,
                (text, _) -> {
                    if (text.equals("auto")) {
                        return new Parsed.Value<>(
                                Math.min(max, Runtime.getRuntime().availableProcessors()));
                    }
                    Optional<Integer> n = whole(text);
                    return n.isEmpty()
                            ? new Parsed.Wrong<>("is not " + range)
                            : inRange(n.get(), 1, max, n.get(), range);
                });
    }

    private static Optional<Integer> whole(String text) {
        return text.matches("-?\\d{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    static Type.Scalar<Duration> duration(String min, String max) {
        long least = known(Units.duration(min), min).toMillis();
        long most = known(Units.duration(max), max).toMillis();
        String range = min + ".." + max;
        return new Type.Scalar<>(
                "duration",
                range,
                false,
                (text, _) -> {
                    Optional<Duration> d = Units.duration(text);
                    if (d.isEmpty()) {
                        return new Parsed.Wrong<>(
                                "is not a duration such as 500ms, 30s, 5m, 72h or 7d in " + range);
                    }
                    return inRange(d.get().toMillis(), least, most, d.get(), range);
                });
    }

    /// A duration, or `never`.
    static Type.Scalar<Optional<Duration>> durationOrNever(String min, String max) {
        var bounded = duration(min, max);
        return new Type.Scalar<>(
                "duration",
                "never or " + min + ".." + max,
                false,
                (text, surroundings) -> {
                    if (text.equals("never")) {
                        return new Parsed.Value<>(Optional.empty());
                    }
                    return switch (bounded.parser().apply(text, surroundings)) {
                        case Parsed.Value<Duration>(Duration d) ->
                                new Parsed.Value<>(Optional.of(d));
                        case Parsed.Wrong<Duration>(String reason) ->
                                new Parsed.Wrong<>(reason + ", nor is it never");
                    };
                });
    }

    static Type.Scalar<Long> size(String min, String max) {
        long least = known(Units.size(min), min);
        long most = known(Units.size(max), max);
        String range = min + ".." + max;
        return new Type.Scalar<>(
                "size",
                range,
                false,
                (text, _) -> {
                    Optional<Long> n = Units.size(text);
                    if (n.isEmpty()) {
                        return new Parsed.Wrong<>(
                                "is not a size such as 512B, 64KiB, 8MiB or 2GiB in " + range);
                    }
                    return inRange(n.get(), least, most, n.get(), range);
                });
    }

    /// A size; `auto` is this part of the machine's or the container's memory.
    static Type.Scalar<Long> sizeOrShare(String min, String max, int part) {
        Type.Scalar<Long> size = size(min, max);
        return new Type.Scalar<>(
                "size",
                "auto or " + min + ".." + max,
                false,
                (text, place) ->
                        text.equals("auto")
                                ? new Parsed.Value<>(
                                        Math.clamp(
                                                memory() / part,
                                                known(Units.size(min), min),
                                                known(Units.size(max), max)))
                                : size.parser().apply(text, place));
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 4 * Runtime.getRuntime().maxMemory();
    }

    private static <T> T known(Optional<T> value, String text) {
        return value.orElseThrow(
                () -> new IllegalArgumentException("the catalogue itself is wrong: " + text));
    }

    private static <T> Parsed<T> inRange(long n, long min, long max, T value, String range) {
        return n < min || n > max
                ? new Parsed.Wrong<>("is not in " + range)
                : new Parsed.Value<>(value);
    }

    /// One of the constants, written in lower case with hyphens.
    static <E extends Enum<E>> Type.Scalar<E> choice(Class<E> type) {
        return choice(type, constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    static <E extends Enum<E>> Type.Scalar<E> choice(Class<E> type, Function<E, String> spelling) {
        E[] constants = type.getEnumConstants();
        String all = Arrays.stream(constants).map(spelling).collect(Collectors.joining(", "));
        return scalar(
                "choice",
                "one of " + all,
                text ->
                        Arrays.stream(constants)
                                .filter(c -> spelling.apply(c).equals(text))
                                .findFirst());
    }

    static Type.Scalar<String> text(int maxLength) {
        return scalar(
                "text",
                "1 to " + maxLength + " characters",
                text ->
                        !text.isEmpty() && text.length() <= maxLength
                                ? Optional.of(text)
                                : Optional.empty());
    }

    /// What SMPP takes in a C-octet string.
    static Type.Scalar<String> ascii(int maxLength) {
        return matching(
                "text",
                "1 to " + maxLength + " printable ASCII characters",
                "[ -~]{1," + maxLength + "}");
    }

    static Type.Scalar<String> matching(String name, String permitted, String regex) {
        Pattern pattern = Pattern.compile(regex);
        return scalar(
                name,
                permitted,
                text -> pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty());
    }

    static Type.Scalar<String> domain() {
        return matching(
                "domain",
                "a DNS name",
                "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9][A-Za-z0-9-]{0,62})*");
    }

    static Type.Scalar<String> host() {
        return matching(
                "host",
                "a DNS name or an address, IPv6 in brackets",
                "\\[[0-9A-Fa-f:.]{2,45}]|(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9][A-Za-z0-9-]{0,62})*");
    }

    /// An address to put paths behind: no query, no slash at the end.
    static Type.Scalar<URI> httpUrl() {
        return scalar(
                "URL",
                "http://host[:port][/path] or https://…, without a slash at the end",
                text -> {
                    boolean form =
                            text.matches(
                                    "https?://[A-Za-z0-9.:\\[\\]-]{1,255}(/[A-Za-z0-9._~-]{1,64}){0,8}");
                    try {
                        return form
                                ? Optional.of(new URI(text)).filter(uri -> uri.getHost() != null)
                                : Optional.empty();
                    } catch (URISyntaxException _) {
                        return Optional.empty();
                    }
                });
    }

    static Type.Scalar<String> sipUri() {
        return matching("SIP URI", "sip:… or sips:…", "sips?:[^\\s<>\"]{1,255}");
    }

    static Type.Scalar<String> numberPrefix() {
        return matching("number prefix", "+ and 1 to 15 digits", "\\+[1-9]\\d{0,14}");
    }

    static Type.Scalar<ZoneId> timeZone() {
        return scalar(
                "time zone",
                "such as UTC, +08:00 or Asia/Shanghai",
                text -> {
                    try {
                        return Optional.of(ZoneId.of(text));
                    } catch (DateTimeException _) {
                        return Optional.empty();
                    }
                });
    }

    static Type.Scalar<Cidr> cidr() {
        return scalar(
                "address block",
                "such as 10.0.0.0/8 or ::1/128, no bits behind the prefix",
                Cidr::parse);
    }

    static Type.Scalar<HostPort> hostPort() {
        return scalar("address", "host:port or [IPv6]:port", HostPort::parse);
    }

    static Type.Scalar<ListenAddress> listen() {
        return scalar(
                "listen address",
                "udp:host:port, tcp:host:port or tls:host:port",
                ListenAddress::parse);
    }

    static Type.Scalar<Path> path() {
        return scalar(
                "path",
                "",
                text ->
                        !text.isEmpty() && text.indexOf(0) < 0
                                ? Optional.of(Path.of(text))
                                : Optional.empty());
    }

    /// A secret is referred to, not written down: `file:PATH` (trailing line end dropped) or
    /// `env:NAME`.
    static Type.Scalar<Secret> secret() {
        return new Type.Scalar<>("secret", "file:PATH or env:NAME", true, Types::secret);
    }

    /// A secret of printable ASCII of at most this length.
    static Type.Scalar<Secret> secret(int maxLength) {
        return new Type.Scalar<>(
                "secret",
                "file:PATH or env:NAME of at most " + maxLength + " printable ASCII characters",
                true,
                (text, surroundings) ->
                        secret(text, surroundings) instanceof Parsed.Value<Secret>(var value)
                                        && !value.reveal().matches("[ -~]{1," + maxLength + "}")
                                ? new Parsed.Wrong<>(
                                        "refers to a secret that is not 1 to "
                                                + maxLength
                                                + " printable ASCII characters long")
                                : secret(text, surroundings));
    }

    static final int MAX_SECRET_BYTES = 4096;

    private static Parsed<Secret> secret(String text, Surroundings surroundings) {
        if (text.startsWith("env:")) {
            String value = surroundings.environment().get(text.substring(4));
            return value == null || value.isEmpty()
                    ? new Parsed.Wrong<>(
                            "refers to the environment variable "
                                    + text.substring(4)
                                    + ", which is not set")
                    : new Parsed.Value<>(new Secret(value));
        }
        if (text.startsWith("file:")) {
            return secretFile(Path.of(text.substring(5)));
        }
        return surroundings.literalSecrets()
                ? new Parsed.Value<>(new Secret(text))
                : new Parsed.Wrong<>(
                        "is not a reference; write file:PATH or env:NAME, never the secret itself");
    }

    private static Parsed<Secret> secretFile(Path path) {
        try {
            if (Files.size(path) > MAX_SECRET_BYTES) {
                return new Parsed.Wrong<>(
                        "refers to "
                                + path
                                + ", which is larger than "
                                + MAX_SECRET_BYTES
                                + " bytes");
            }
            String value = Files.readString(path).stripTrailing();
            return value.isEmpty()
                    ? new Parsed.Wrong<>("refers to " + path + ", which is empty")
                    : new Parsed.Value<>(new Secret(value));
        } catch (IOException _) {
            return new Parsed.Wrong<>("refers to " + path + ", which cannot be read");
        }
    }

    /// The same type where leaving the key out is allowed and means "not set".
    static <T> Type.Scalar<Optional<T>> optional(Type.Scalar<T> type) {
        return new Type.Scalar<>(
                type.name(),
                type.permitted(),
                type.hidden(),
                (text, surroundings) ->
                        text.isEmpty()
                                ? new Parsed.Value<>(Optional.empty())
                                : switch (type.parser().apply(text, surroundings)) {
                                    case Parsed.Value<T>(T value) ->
                                            new Parsed.Value<>(Optional.of(value));
                                    case Parsed.Wrong<T>(String reason) ->
                                            new Parsed.Wrong<>(reason);
                                });
    }

    static <T> Type.ListOf<T> list(Type.Scalar<T> element, int min, int max) {
        return new Type.ListOf<>(element, min, max);
    }

    static <K, V> Type.MapOf<K, V> map(Type.Scalar<K> key, Type<V> value, int max) {
        return new Type.MapOf<>(key, value, max);
    }

    private static <T> Type.Scalar<T> scalar(
            String name, String permitted, Function<String, Optional<T>> parser) {
        String reason = "is not " + (permitted.isEmpty() ? "a usable " + name : permitted);
        return new Type.Scalar<>(
                name,
                permitted,
                false,
                (text, _) ->
                        parser.apply(text)
                                .<Parsed<T>>map(Parsed.Value::new)
                                .orElseGet(() -> new Parsed.Wrong<>(reason)));
    }
}
