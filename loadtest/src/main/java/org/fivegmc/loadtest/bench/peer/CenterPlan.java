package org.fivegmc.loadtest.bench.peer;

import java.nio.file.Path;

/// How the server is configured for a row. What is not said here stays at its default.
///
/// @param digest everybody is challenged, and subscribers are provisioned
/// @param smscPort of the SMSC that numbers without RCS are reached by; 0 for no fallback
/// @param msrpPort where sessions are served; 0 for none
/// @param contentPort where files are taken and given; 0 for nowhere
/// @param chatbotPort where chatbots call; 0 for nowhere
/// @param cpus where it runs
public record CenterPlan(
        boolean digest, int smscPort, int msrpPort, int contentPort, int chatbotPort, Cpus cpus) {
    /// The home domain, as the load tools have it by default.
    public static final String DOMAIN = "rcs.local";

    /// The chatbot that the load tool plays, as it has it by default.
    public static final String CHATBOT = "sip:106500@botplatform.rcs.local";

    /// What the SMSC of the load tools may be given before it answers.
    private static final int SMPP_WINDOW = 1000;

    public static CenterPlan on(Cpus cpus) {
        return new CenterPlan(false, 0, 0, 0, 0, cpus);
    }

    public CenterPlan withDigest() {
        return new CenterPlan(true, smscPort, msrpPort, contentPort, chatbotPort, cpus);
    }

    public CenterPlan withSmsc(int port) {
        return new CenterPlan(digest, port, msrpPort, contentPort, chatbotPort, cpus);
    }

    public CenterPlan withSessions(int port) {
        return new CenterPlan(digest, smscPort, port, contentPort, chatbotPort, cpus);
    }

    public CenterPlan withFiles(int port) {
        return new CenterPlan(digest, smscPort, msrpPort, port, chatbotPort, cpus);
    }

    public CenterPlan withChatbots(int port) {
        return new CenterPlan(digest, smscPort, msrpPort, contentPort, port, cpus);
    }

    /// The configuration file. Limits that one load tool in the place of a whole network would meet
    /// are raised: all its connections come from one address, and mailboxes are filled evenly, but
    /// by chance.
    String yaml(Path directory, int sipPort, int httpPort) {
        return """
        home-domain: {domain}
        data-dir: {data}
        sip:
          listen:
            - udp:127.0.0.1:{sip}
            - tcp:127.0.0.1:{sip}
          trusted-peers: {trusted}
          max-connections-per-address: 50000
        http:
          listen: 127.0.0.1:{http}
        subscribers:
          unknown: {unknown}
        messages:
          max-queued-per-user: 1000000
        """
                        .replace("{domain}", DOMAIN)
                        .replace("{data}", data(directory).toString())
                        .replace("{sip}", Integer.toString(sipPort))
                        .replace("{http}", Integer.toString(httpPort))
                        .replace("{trusted}", digest ? "[]" : "[127.0.0.0/8]")
                        .replace("{unknown}", digest ? "reject" : "accept")
                + sessions()
                + files()
                + chatbots()
                + fallback(directory);
    }

    private String sessions() {
        return msrpPort == 0
                ? ""
                : """
                msrp:
                  listen:
                    - tcp:127.0.0.1:{port}
                  max-sessions: 100000
                """
                        .replace("{port}", Integer.toString(msrpPort));
    }

    private String files() {
        return contentPort == 0
                ? ""
                : """
                content:
                  listen: 127.0.0.1:{port}
                  max-connections-per-address: 1024
                  user-quota: 1TiB
                  total-quota: 10TiB
                """
                        .replace("{port}", Integer.toString(contentPort));
    }

    private String chatbots() {
        return chatbotPort == 0
                ? ""
                : """
                chatbots:
                  listen: 127.0.0.1:{port}
                  max-queued: 10000000
                  callbacks:
                    networks: [127.0.0.0/8]
                """
                        .replace("{port}", Integer.toString(chatbotPort));
    }

    static Path data(Path directory) {
        return directory.resolve("data");
    }

    static Path secret(Path directory) {
        return directory.resolve("smsc.password");
    }

    private String fallback(Path directory) {
        if (smscPort == 0) {
            return """
            routing:
              fallback: never
            """;
        }
        return """
        routing:
          fallback: when-not-capable
        fallback:
          gateways:
            - id: smsc
              host: 127.0.0.1
              port: {port}
              system-id: bench
              password: file:{secret}
              links: 2
              window: {window}
              rate: 0
        """
                .replace("{port}", Integer.toString(smscPort))
                .replace("{secret}", secret(directory).toString())
                .replace("{window}", Integer.toString(SMPP_WINDOW));
    }
}
