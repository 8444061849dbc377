package org.fivegmc.server.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.nio.file.InvalidPathException;
import java.nio.file.Files;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.server.cli.AdminClient.Answer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `ctl`: looks into a running server and changes it, over its admin interface.
@Command(
        name = "ctl",
        description = "Talk to a running server.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {
            CtlCommand.SubscriberCommand.class,
            CtlCommand.MailboxCommand.class,
            CtlCommand.RouteCommand.class,
            TenantCommands.CspCommand.class,
            TenantCommands.ChatbotCommand.class
        })
public final class CtlCommand implements Runnable {
    private static final String E164 = "Number with its country code, such as +8613812340001.";
    private static final String OUR_ID = "Id as `mailbox list` shows it.";
    private static final String ANY_ID = "Our id, or the sender's imdn.Message-ID.";

    static final String DEFAULT_SERVER = "http://127.0.0.1:8080";

    /// How an answer is printed.
    enum Output {
        json,
        text
    }

    private final Map<String, String> environment;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Output output = Output.text;

    @Option(
            names = "--server",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            defaultValue = DEFAULT_SERVER,
            description = "Admin interface; default ${DEFAULT-VALUE}.")
    private String server = DEFAULT_SERVER;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            scope = ScopeType.INHERIT,
            description =
                    "Bearer token, better as file:PATH or env:NAME; MC_HTTP_TOKEN when left out.")
    private @Nullable String token;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Spec
    private CommandSpec spec;

    /// Commands read `MC_HTTP_TOKEN` from `environment` when no token is given.
    public CtlCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(
            name = "status",
            description = "The node as a whole: state, addresses, users, waiting messages.")
    int status() {
        return call("GET", "/v1/status", "", "");
    }

    @Command(
            name = "gateways",
            description = "The SMS gateways: state, links, pace, what waits for them.")
    int gateways() {
        return call("GET", "/v1/gateways", "", "");
    }

    @Command(
            name = "registrations",
            description = "The devices a user is registered with, and until when.")
    int registrations(@Parameters(paramLabel = "MSISDN", description = E164) String msisdn) {
        return call("GET", "/v1/registrations/" + encoded(msisdn), "", "");
    }

    @Command(
            name = "number",
            description = "Whose a number is, why, and which SMS gateways serve it.")
    int number(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "NUMBER",
                            description = "As it is dialled here, or E.164 with plus.")
                    @Nullable String number,
            @Option(
                            names = "--reload",
                            description = "Read the files of operators and ported numbers again.")
                    boolean reload) {
        if (reload == (number != null)) {
            throw new ParameterException(spec.commandLine(), "either a number or --reload, please");
        }
        return number == null
                ? call("POST", "/v1/numbers/reload", "", "")
                : call("GET", "/v1/numbers/" + encoded(number), "", "");
    }

    @Command(name = "trace", description = "The life of one message, step by step.")
    int trace(@Parameters(paramLabel = "MESSAGE-ID", description = ANY_ID) String messageId) {
        return call("GET", "/v1/traces/" + encoded(messageId), "", "");
    }

    @Command(name = "subscriber", description = "Users: add, show, token, remove.")
    static final class SubscriberCommand extends Group {
        @Command(name = "add", description = "Create a user, or change one.")
        int add(
                @Parameters(paramLabel = "MSISDN", description = E164) String msisdn,
                @Option(names = "--password", paramLabel = "P", description = "Digest password.")
                        @Nullable String password,
                @Option(names = "--no-rcs", description = "Without RCS: messages go by fallback.")
                        boolean noRcs) {
            Map<String, Object> body = new LinkedHashMap<>();
            if (password != null) {
                body.put("password", password);
            }
            body.put("rcs", !noRcs);
            return ctl().call(
                            "PUT",
                            "/v1/subscribers/" + encoded(msisdn),
                            JsonMapper.shared().writeValueAsString(body),
                            "");
        }

        @Command(name = "show", description = "One user.")
        int show(@Parameters(paramLabel = "MSISDN", description = E164) String msisdn) {
            return ctl().call("GET", "/v1/subscribers/" + encoded(msisdn), "", "");
        }

        @Command(
                name = "token",
                description = "Make a token with which a user's device uploads files for a while.")
        int token(
                @Parameters(paramLabel = "MSISDN", description = E164) String msisdn,
                @Option(
                                names = "--ttl",
                                paramLabel = "TIME",
                                description =
                                        "How long it is good, such as 30m or 2h; an hour without.")
                        @Nullable String ttl) {
            Map<String, Object> body = new LinkedHashMap<>();
            if (ttl != null) {
                body.put("ttl", ttl);
            }
            return ctl().call(
                            "POST",
                            "/v1/subscribers/" + encoded(msisdn) + "/token",
                            JsonMapper.shared().writeValueAsString(body),
                            "");
        }

        @Command(name = "remove", description = "Remove a user.")
        int remove(@Parameters(paramLabel = "MSISDN", description = E164) String msisdn) {
            return ctl().call(
                            "DELETE",
                            "/v1/subscribers/" + encoded(msisdn),
                            "",
                            "removed " + msisdn);
        }
    }

    @Command(name = "mailbox", description = "Messages that wait: list, peek, purge.")
    static final class MailboxCommand extends Group {
        @Command(name = "list", description = "Waiting messages in the order of delivery.")
        int list(
                @Parameters(paramLabel = "MSISDN", description = E164) String msisdn,
                @Option(
                                names = "--limit",
                                defaultValue = "50",
                                description = "1..500; default ${DEFAULT-VALUE}.")
                        int limit,
                @Option(names = "--cursor", description = "`next` of the page before.")
                        @Nullable String cursor) {
            String query = "?limit=" + limit + (cursor == null ? "" : "&cursor=" + encoded(cursor));
            return ctl().call("GET", "/v1/mailboxes/" + encoded(msisdn) + query, "", "");
        }

        @Command(name = "peek", description = "One message with the beginning of its text.")
        int peek(
                @Parameters(paramLabel = "MSISDN", description = E164) String msisdn,
                @Parameters(paramLabel = "MESSAGE-ID", description = OUR_ID) String messageId) {
            return ctl().call(
                            "GET",
                            "/v1/mailboxes/" + encoded(msisdn) + "/" + encoded(messageId),
                            "",
                            "");
        }

        @Command(name = "purge", description = "Remove all waiting messages of a user.")
        int purge(@Parameters(paramLabel = "MSISDN", description = E164) String msisdn) {
            return ctl().call("DELETE", "/v1/mailboxes/" + encoded(msisdn), "", "");
        }
    }

    @Command(name = "route", description = "Routing: explain.")
    static final class RouteCommand extends Group {
        @Command(name = "explain", description = "What would happen to a message, and why.")
        int explain(
                @Parameters(
                                paramLabel = "FROM",
                                description = "A number as +8613812340001, or a chatbot.")
                        String from,
                @Parameters(paramLabel = "TO", description = E164) String to,
                @Option(names = "--no-sms", description = "The sender allows no SMS.")
                        boolean noSms,
                @Option(names = "--sms-text", description = "The sender brings the SMS text.")
                        boolean smsText,
                @Option(names = "--mms", description = "The sender allows an MMS.") boolean mms,
                @Option(names = "--no-store", description = "The sender wants it kept for nobody.")
                        boolean noStore) {
            return ctl().call(
                            "GET",
                            "/v1/routes/explain?from="
                                    + encoded(from)
                                    + "&to="
                                    + encoded(to)
                                    + "&sms="
                                    + !noSms
                                    + "&smsText="
                                    + smsText
                                    + "&mms="
                                    + mms
                                    + "&store="
                                    + !noStore,
                            "",
                            "");
        }
    }

    /// A command that only holds others.
    abstract static class Group implements Runnable {
        @SuppressWarnings("NullAway.Init") // picocli sets it
        @picocli.CommandLine.ParentCommand
        private CtlCommand ctl;

        @SuppressWarnings("NullAway.Init") // picocli sets it
        @Spec
        private CommandSpec spec;

        CtlCommand ctl() {
            return ctl;
        }

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "a command is missing");
        }
    }

    /// Makes the call, prints what came of it and returns the exit code.
    ///
    /// @param done printed for an empty answer
    int call(String method, String path, String body, String done) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Optional<String> bearer =
                Optional.ofNullable(token)
                        .or(() -> Optional.ofNullable(environment.get("MC_HTTP_TOKEN")))
                        .map(this::resolved);
        return switch (new AdminClient(server, bearer).call(method, path, body)) {
            case Answer.Ok ok -> {
                if (ok.body().isMissingNode() || ok.body().isNull()) {
                    out.println(output == Output.json ? "{}" : done);
                } else if (output == Output.json) {
                    out.println(ok.body().toPrettyString());
                } else {
                    out.print(TextView.of(ok.body()));
                    out.flush();
                }
                yield Exit.OK;
            }
            case Answer.Refused refused -> {
                err.println(refused.detail());
                yield Exit.REFUSED;
            }
            case Answer.Unreachable unreachable -> {
                err.println(unreachable.reason());
                yield Exit.UNREACHABLE;
            }
        };
    }

    /// A token on the command line is seen by everybody on the machine; a reference is not.
    String resolved(String given) {
        if (given.startsWith("env:")) {
            String value = environment.get(given.substring(4));
            if (value == null || value.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), given.substring(4) + " is not set");
            }
            return value;
        }
        if (given.startsWith("file:")) {
            try {
                return Files.readString(Path.of(given.substring(5))).strip();
            } catch (IOException | InvalidPathException e) {
                throw new ParameterException(
                        spec.commandLine(), "can't read " + given.substring(5), e);
            }
        }
        return given;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
