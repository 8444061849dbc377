package org.fivegmc.server.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `ctl csp` and `ctl chatbot`.
final class TenantCommands {
    private static final String ADDRESS = "Such as sip:106500@botplatform.rcs.example.";
    private static final String ID = "Id of the provider.";

    private TenantCommands() {}

    @Command(
            name = "csp",
            description = "Providers of chatbots: add, list, show, activate, deactivate, remove.")
    static final class CspCommand extends CtlCommand.Group {
        @Command(name = "add", description = "Create a provider, or change one.")
        int add(
                @Parameters(paramLabel = "ID", description = ID) String id,
                @Option(names = "--name", paramLabel = "NAME", description = "For people.")
                        @Nullable String name,
                @Option(
                                names = "--allow",
                                paramLabel = "CIDR",
                                description = "Addresses its calls may come from; any without.")
                        @Nullable List<String> allowed,
                @Option(
                                names = "--strict",
                                negatable = true,
                                description =
                                        "Whether calls must keep to the letter of the dialect.")
                        @Nullable Boolean strict,
                @Option(
                                names = "--per-second",
                                paramLabel = "N",
                                description =
                                        "Recipients of all its chatbots a second; 0 for no limit.")
                        @Nullable Long perSecond,
                @Option(names = "--per-day", paramLabel = "N", description = "The same a day.")
                        @Nullable Long perDay,
                @Option(names = "--per-month", paramLabel = "N", description = "The same a month.")
                        @Nullable Long perMonth) {
            Map<String, Object> body = new LinkedHashMap<>();
            set(body, "name", name);
            set(body, "allowed", allowed);
            set(body, "strict", strict);
            quota(body, perSecond, perDay, perMonth);
            return put(ctl(), csp(id), body);
        }

        @Command(name = "list", description = "All providers.")
        int list() {
            return ctl().call("GET", "/v1/csps", "", "");
        }

        @Command(name = "show", description = "One provider.")
        int show(@Parameters(paramLabel = "ID", description = ID) String id) {
            return ctl().call("GET", csp(id), "", "");
        }

        @Command(name = "activate", description = "Its calls are answered again.")
        int activate(@Parameters(paramLabel = "ID", description = ID) String id) {
            return put(ctl(), csp(id), Map.of("active", true));
        }

        @Command(
                name = "deactivate",
                description = "Its calls are refused, and what its chatbots would be told waits.")
        int deactivate(@Parameters(paramLabel = "ID", description = ID) String id) {
            return put(ctl(), csp(id), Map.of("active", false));
        }

        @Command(name = "remove", description = "Remove a provider without chatbots.")
        int remove(@Parameters(paramLabel = "ID", description = ID) String id) {
            return ctl().call("DELETE", csp(id), "", "removed " + id);
        }

        private static String csp(String id) {
            return "/v1/csps/" + encoded(id);
        }
    }

    @Command(
            name = "chatbot",
            description = "Chatbots: add, list, show, lanes, replay, normal, debug, pause, remove.")
    static final class ChatbotCommand extends CtlCommand.Group {
        @Command(name = "add", description = "Create a chatbot, or change one.")
        int add(
                @Parameters(paramLabel = "URI", description = ADDRESS) String address,
                @Option(names = "--csp", paramLabel = "ID", description = ID) @Nullable String csp,
                @Option(
                                names = "--customer",
                                paramLabel = "NAME",
                                description = "For whom it runs.")
                        @Nullable String customer,
                @Option(
                                names = "--dialect",
                                paramLabel = "D",
                                description = "ctcu, the default, cmcc or gsma.")
                        @Nullable String dialect,
                @Option(names = "--app-id", paramLabel = "A", description = "Who calls.")
                        @Nullable String appId,
                @Option(
                                names = "--app-key",
                                paramLabel = "K",
                                description = "Proves it, better as file:PATH or env:NAME.")
                        @Nullable String appKey,
                @Option(
                                names = "--signing-token",
                                paramLabel = "T",
                                description = "Signs what it is told; the app key without.")
                        @Nullable String token,
                @Option(names = "--callback", paramLabel = "URL", description = "Its webhook.")
                        @Nullable String callback,
                @Option(
                                names = "--tester",
                                paramLabel = "MSISDN",
                                description = "Whom it may write to in debug; may be repeated.")
                        @Nullable List<String> testers,
                @Option(names = "--name", paramLabel = "NAME", description = "As users see it.")
                        @Nullable String name,
                @Option(names = "--icon", paramLabel = "URL", description = "Its picture.")
                        @Nullable String icon,
                @Option(names = "--terms", paramLabel = "URL", description = "Its terms of use.")
                        @Nullable String terms,
                @Option(
                                names = "--sms-number",
                                paramLabel = "N",
                                description = "Its number for people without RCS.")
                        @Nullable String smsNumber,
                @Option(
                                names = "--verified-by",
                                paramLabel = "NAME",
                                description =
                                        "The organisation that has verified whose it is; empty for"
                                                + " nobody.")
                        @Nullable String verifiedBy,
                @Option(
                                names = "--verified-as",
                                paramLabel = "NAME",
                                description = "Whose it is, as that organisation says.")
                        @Nullable String verifiedAs,
                @Option(
                                names = "--verified-until",
                                paramLabel = "DAY",
                                description = "The last day on which that holds: 2027-12-31.")
                        @Nullable String verifiedUntil,
                @Option(
                                names = "--traffic",
                                paramLabel = "CLASS",
                                description =
                                        "How urgent messages are of which it says nothing:"
                                                + " verification, transaction (the default) or"
                                                + " marketing.")
                        @Nullable String traffic,
                @Option(
                                names = "--highest-traffic",
                                paramLabel = "CLASS",
                                description =
                                        "What it may claim at most: alert, verification (the"
                                                + " default), transaction or marketing.")
                        @Nullable String highestTraffic,
                @Option(
                                names = "--per-second",
                                paramLabel = "N",
                                description =
                                        "Recipients of its messages a second; 0 for no limit.")
                        @Nullable Long perSecond,
                @Option(names = "--per-day", paramLabel = "N", description = "The same a day.")
                        @Nullable Long perDay,
                @Option(names = "--per-month", paramLabel = "N", description = "The same a month.")
                        @Nullable Long perMonth) {
            Map<String, Object> body = new LinkedHashMap<>();
            set(body, "csp", csp);
            set(body, "customer", customer);
            set(body, "dialect", dialect);
            set(body, "appId", appId);
            set(body, "appKey", secret(appKey));
            set(body, "token", secret(token));
            set(body, "callback", callback);
            set(body, "testers", testers);
            Map<String, Object> profile = new LinkedHashMap<>();
            set(profile, "name", name);
            set(profile, "icon", icon);
            set(profile, "terms", terms);
            set(profile, "smsNumber", smsNumber);
            set(profile, "verifiedBy", verifiedBy);
            set(profile, "verifiedAs", verifiedAs);
            set(profile, "verifiedUntil", verifiedUntil);
            set(body, "profile", profile.isEmpty() ? null : profile);
            Map<String, Object> classes = new LinkedHashMap<>();
            set(classes, "usual", traffic);
            set(classes, "highest", highestTraffic);
            set(body, "traffic", classes.isEmpty() ? null : classes);
            quota(body, perSecond, perDay, perMonth);
            return put(ctl(), chatbot(address), body);
        }

        private @Nullable String secret(@Nullable String given) {
            return given == null ? null : ctl().resolved(given);
        }

        @Command(name = "list", description = "All chatbots, or those of one provider.")
        int list(
                @Option(names = "--csp", paramLabel = "ID", description = ID)
                        @Nullable String csp) {
            String query = csp == null ? "" : "?csp=" + encoded(csp);
            return ctl().call("GET", "/v1/chatbots" + query, "", "");
        }

        @Command(name = "show", description = "One chatbot, without its keys.")
        int show(@Parameters(paramLabel = "URI", description = ADDRESS) String address) {
            return ctl().call("GET", chatbot(address), "", "");
        }

        @Command(
                name = "lanes",
                description =
                        "What waits for the webhook of a chatbot, and how the webhook is doing.")
        int lanes(@Parameters(paramLabel = "URI", description = ADDRESS) String address) {
            return ctl().call("GET", chatbot(address) + "/lane", "", "");
        }

        @Command(
                name = "replay",
                description = "Call the webhook at once with what waits, as after its repair.")
        int replay(@Parameters(paramLabel = "URI", description = ADDRESS) String address) {
            return ctl().call("POST", chatbot(address) + "/replay", "", "");
        }

        @Command(name = "normal", description = "It may write to everybody.")
        int normal(@Parameters(paramLabel = "URI", description = ADDRESS) String address) {
            return put(ctl(), chatbot(address), Map.of("state", "normal"));
        }

        @Command(name = "debug", description = "It may write to its testers only.")
        int debug(@Parameters(paramLabel = "URI", description = ADDRESS) String address) {
            return put(ctl(), chatbot(address), Map.of("state", "debug"));
        }

        @Command(name = "pause", description = "It sends nothing; what it would be told waits.")
        int pause(@Parameters(paramLabel = "URI", description = ADDRESS) String address) {
            return put(ctl(), chatbot(address), Map.of("state", "paused"));
        }

        @Command(name = "remove", description = "Remove a chatbot.")
        int remove(@Parameters(paramLabel = "URI", description = ADDRESS) String address) {
            return ctl().call("DELETE", chatbot(address), "", "removed " + address);
        }

        private static String chatbot(String address) {
            return "/v1/chatbots/" + encoded(address);
        }
    }

    private static void quota(
            Map<String, Object> body,
            @Nullable Long perSecond,
            @Nullable Long perDay,
            @Nullable Long perMonth) {
        Map<String, Object> quota = new LinkedHashMap<>();
        set(quota, "perSecond", perSecond);
        set(quota, "perDay", perDay);
        set(quota, "perMonth", perMonth);
        set(body, "quota", quota.isEmpty() ? null : quota);
    }

    private static void set(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static int put(CtlCommand ctl, String path, Map<String, Object> body) {
        return ctl.call("PUT", path, JsonMapper.shared().writeValueAsString(body), "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
