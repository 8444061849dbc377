package org.fivegmc.loadtest.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fivegmc.loadtest.handset.Profile;
import org.fivegmc.loadtest.handset.Secret;
import org.fivegmc.loadtest.process.Ports;

/// Who takes part and where: numbers, ports and the server's configuration file. C is no RCS user.
///
/// @param msrpPort 0 for any
/// @param chatbotPort 0 for none
/// @param mmscPort of an MMSC; 0 for none
/// @param mm7Port where the MMSC brings reports
record DemoPlan(
        Path directory,
        int sipPort,
        int msrpPort,
        int httpPort,
        int contentPort,
        int chatbotPort,
        int smscPort,
        int mmscPort,
        int mm7Port) {

    /// Without an MMSC.
    DemoPlan(
            Path directory,
            int sipPort,
            int msrpPort,
            int httpPort,
            int contentPort,
            int chatbotPort,
            int smscPort) {
        this(directory, sipPort, msrpPort, httpPort, contentPort, chatbotPort, smscPort, 0, 0);
    }

    static final String DOMAIN = "ims.example";
    static final String A = "+8613800000001";
    static final String B = "+8613800000002";
    static final String C = "+8613800000003";
    static final String PASSWORD = "demo-password";
    static final String SYSTEM_ID = "fivegmc";
    static final String SMSC_PASSWORD = "secret";

    InetSocketAddress sip() {
        return Ports.loopback(sipPort);
    }

    /// Where handsets upload files (`ftHTTPCSURI`).
    URI uploads() {
        return URI.create("http://127.0.0.1:" + contentPort + "/ft");
    }

    /// What chatbots call.
    URI chatbots() {
        return URI.create("http://127.0.0.1:" + chatbotPort);
    }

    Profile profile(String name, String number, Profile.Transport transport) {
        return Profile.of(
                name,
                number,
                DOMAIN,
                sip(),
                transport,
                new Secret.Password(number + "@" + DOMAIN, PASSWORD));
    }

    Path config() {
        return directory.resolve("5gmc.yaml");
    }

    /// The file with the SMSC's password: a configuration names secrets, it does not hold them.
    Path secret() {
        return directory.resolve("smsc.password");
    }

    /// Writes the files the server reads at its start.
    void write() {
        try {
            Files.createDirectories(directory.resolve("data"));
            Files.writeString(secret(), SMSC_PASSWORD);
            Files.writeString(config(), yaml());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The whole configuration; the only place that knows its keys.
    String yaml() {
        return """
        home-domain: {domain}
        data-dir: {data}
        sip:
          listen:
            - udp:127.0.0.1:{sip}
            - tcp:127.0.0.1:{sip}
          trusted-peers: []
        msrp:
          listen: [tcp:127.0.0.1:{msrp}]
        http:
          listen: 127.0.0.1:{http}
        content:
          listen: 127.0.0.1:{content}
          min-free-disk: 1MiB
        subscribers:
          unknown: reject
        routing:
          fallback: when-not-capable
        fallback:
          gateways:
            - id: smsc-1
              type: smpp
              host: 127.0.0.1
              port: {smsc}
              system-id: {system-id}
              password: file:{secret}
        """
                        .replace("{domain}", DOMAIN)
                        .replace("{data}", directory.resolve("data").toString())
                        .replace("{sip}", Integer.toString(sipPort))
                        .replace("{msrp}", Integer.toString(msrpPort))
                        .replace("{http}", Integer.toString(httpPort))
                        .replace("{content}", Integer.toString(contentPort))
                        .replace("{smsc}", Integer.toString(smscPort))
                        .replace("{system-id}", SYSTEM_ID)
                        .replace("{secret}", secret().toString())
                + mmscYaml()
                + chatbotsYaml();
    }

    /// The rest of `fallback`.
    private String mmscYaml() {
        return mmscPort == 0
                ? ""
                : """
                    - id: mmsc-1
                      type: mm7
                      host: 127.0.0.1
                      port: {mmsc}
                      system-id: {system-id}
                      mm7: {path: /mm7, password: "file:{secret}", vas-id: RCS}
                  mm7-listen: 127.0.0.1:{mm7}
                """
                        .replace("{mmsc}", Integer.toString(mmscPort))
                        .replace("{mm7}", Integer.toString(mm7Port))
                        .replace("{system-id}", SYSTEM_ID)
                        .replace("{secret}", secret().toString());
    }

    private String chatbotsYaml() {
        return chatbotPort == 0
                ? ""
                : """
                chatbots:
                  listen: 127.0.0.1:{port}
                  callbacks:
                    networks: [127.0.0.0/8]
                """
                        .replace("{port}", Integer.toString(chatbotPort));
    }
}
