package org.fivegmc.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fivegmc.server.config.ConfigLoader.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuleTest {
    private static final String TWO_GATEWAYS =
            """
            fallback:
              gateways:
                - {id: one, host: h, system-id: s}
                - {id: %s, host: h, system-id: s}
              routes: {+86: [%s]}
            """;

    private static final String CMPP =
            """
            fallback:
              gateways:
                - {id: one, type: cmpp, host: h, system-id: '%s', concatenation: %s, cmpp: {shared-secret: 'env:A'}}
            """;

    private static final String MM7 =
            """
            fallback:
              gateways:
                - {id: one, type: mm7, host: h, system-id: s, mm7: {password: 'env:A'}}
              %s
            """;

    private static final Map<String, String> KEYS = Map.of("A", "a", "B", "b");

    /// The rule, a configuration that breaks it and nothing else, and one that just keeps it.
    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(
                        "http-token-required",
                        "http: {listen: 0.0.0.0:8080}",
                        "http: {listen: '[::1]:8080'}"),
                Arguments.of(
                        "sip-timers-in-order",
                        "sip: {t1: 500ms, t2: 499ms}",
                        "sip: {t1: 500ms, t2: 500ms}"),
                Arguments.of(
                        "attempt-outlives-transaction",
                        "messages: {attempt-timeout: 31s}",
                        "{sip: {t1: 10ms}, messages: {attempt-timeout: 640ms}}"),
                Arguments.of(
                        "min-expires-first",
                        "registrar: {min-expires: 2h}",
                        "registrar: {min-expires: 1h}"),
                Arguments.of(
                        "max-expires-last",
                        "registrar: {max-expires: 30m}",
                        "registrar: {max-expires: 60m}"),
                Arguments.of(
                        "tls-needs-certificate",
                        "sip: {listen: tls:127.0.0.1:5061}",
                        "sip: {listen: tls:127.0.0.1:5061, tls: {certificate: a, key: b}}"),
                Arguments.of(
                        "advertised-for-wildcards",
                        "sip: {listen: ['tcp:[::]:5060']}",
                        "sip: {listen: ['tcp:[::]:5060'], advertised: '[2001:db8::1]'}"),
                Arguments.of(
                        "client-auth-needs-authorities",
                        "sip: {tls: {client-auth: need}}",
                        "sip: {tls: {client-auth: need, trusted-certificates: ca}}"),
                Arguments.of(
                        "addresses-distinct",
                        "sip: {listen: tcp:127.0.0.1:8080}",
                        "sip: {listen: udp:127.0.0.1:8080}"),
                Arguments.of(
                        "connections-per-address-within-all",
                        "sip: {max-connections: 1023}",
                        "sip: {max-connections: 1024}"),
                Arguments.of(
                        "body-fits-message",
                        "{sip: {max-message-size: 8KiB}, messages: {max-size: 8KiB}}",
                        "{sip: {max-message-size: 9KiB}, messages: {max-size: 8KiB}}"),
                Arguments.of(
                        "batch-fits-queue",
                        "shards: {queue-capacity: 255}",
                        "shards: {queue-capacity: 256}"),
                Arguments.of(
                        "deadline-for-fallback",
                        "routing: {fallback: after-deadline}\n"
                                + TWO_GATEWAYS.formatted("two", "one"),
                        "routing: {fallback: after-deadline, fallback-deadline: 5s}\n"
                                + TWO_GATEWAYS.formatted("two", "one")),
                Arguments.of(
                        "terminals-in-place-of",
                        "routing: {terminals: replace}",
                        "routing: {terminals: replace, terminals-file: /t.csv}"),
                Arguments.of(
                        "hand-over-outlives-response",
                        """
                        fallback:
                          hand-over-timeout: 10s
                          gateways:
                            - {id: one, host: h, system-id: s, response-timeout: 10s}
                        """,
                        """
                        fallback:
                          hand-over-timeout: 11s
                          gateways:
                            - {id: one, host: h, system-id: s, response-timeout: 10s}
                        """),
                Arguments.of(
                        "fallback-for-deadline",
                        "routing: {fallback: when-not-capable, fallback-deadline: 5s}",
                        "routing: {fallback: after-deadline, fallback-deadline: 5s}\n"
                                + TWO_GATEWAYS.formatted("two", "one")),
                Arguments.of(
                        "gateway-ids-unique",
                        TWO_GATEWAYS.formatted("one", "one"),
                        TWO_GATEWAYS.formatted("two", "one")),
                Arguments.of(
                        "gateway-suits-protocol",
                        CMPP.formatted("cmpp", "udh"),
                        CMPP.formatted("901234", "udh")),
                Arguments.of(
                        "reports-of-mm7-received",
                        MM7.formatted(""),
                        MM7.formatted("mm7-listen: 127.0.0.1:8092")),
                Arguments.of(
                        "routes-name-gateways",
                        TWO_GATEWAYS.formatted("two", "three"),
                        TWO_GATEWAYS.formatted("two", "two")),
                Arguments.of(
                        "msrp-over-streams",
                        "msrp: {listen: udp:127.0.0.1:2855}",
                        "msrp: {listen: [tcp:127.0.0.1:2855, tls:127.0.0.1:2856]}"),
                Arguments.of(
                        "msrp-advertised-for-wildcards",
                        "msrp: {listen: tcp:0.0.0.0:2855}",
                        "msrp: {listen: tcp:0.0.0.0:2855, advertised: mc.example}"),
                Arguments.of(
                        "file-outlives-message",
                        "{messages: {expiry: 8d}}",
                        "{messages: {expiry: 8d}, content: {lifetime: 8d}}"),
                Arguments.of(
                        "file-fits-quota",
                        "content: {max-file-size: 2GiB}",
                        "content: {max-file-size: 2GiB, user-quota: 2GiB}"),
                Arguments.of(
                        "content-connections-per-address-within-all",
                        "content: {max-connections: 63}",
                        "content: {max-connections: 64}"),
                Arguments.of(
                        "public-url-for-wildcards",
                        "content: {listen: '0.0.0.0:8090'}",
                        "content: {listen: '0.0.0.0:8090', public-url: 'https://ft.example/a'}"),
                Arguments.of(
                        "chatbots-public-url-for-wildcards",
                        "chatbots: {listen: '0.0.0.0:8091'}",
                        "chatbots: {listen: '0.0.0.0:8091', public-url: 'https://maap.example'}"),
                Arguments.of(
                        "chatbots-tls-complete",
                        "chatbots: {tls: {key: b}}",
                        "chatbots: {tls: {certificate: a, key: b}}"),
                Arguments.of(
                        "content-tls-complete",
                        "content: {tls: {certificate: a}}",
                        "content: {tls: {certificate: a, key: b}}"),
                Arguments.of(
                        "bucket-needs-keys",
                        "content: {s3: {bucket: abc, access-key: 'env:A'}}",
                        "content: {s3: {bucket: abc, access-key: 'env:A', secret-key: 'env:B'}}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void breaksAndKeeps(String rule, String broken, String kept) {
        assertThat(new ConfigLoader(KEYS).load("mc.yaml", broken))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected ->
                                assertThat(rejected.problems())
                                        .singleElement()
                                        .asString()
                                        .contains("(rule " + rule + ")"));
        assertThat(new ConfigLoader(KEYS).load("mc.yaml", kept)).isInstanceOf(Outcome.Loaded.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: cmpp, system-id: '901234', cmpp: {shared-secret: 'env:A'}, concatenation: sar | udh or udh16",
                "type: cmpp, system-id: '901234', cmpp: {shared-secret: 'env:A'}, receipt-id: any-case | destination-time",
                "type: cmpp, system-id: '901234', password: 'env:A' | cmpp.shared-secret and no password",
                "type: cmpp, system-id: '901234' | cmpp.shared-secret and no password",
                "type: smpp, system-id: a, cmpp: {shared-secret: 'env:A'} | is not of type cmpp",
                "type: mm7, system-id: a, cmpp: {shared-secret: 'env:A'} | is not of type cmpp",
                "type: mm7, system-id: a, password: 'env:A' | mm7.password and no password",
                "type: smpp, system-id: a, mm7: {password: 'env:A'} | is not of type mm7"
            })
    void whatAProtocolHasNotIsRefused(String settings, String problem) {
        String yaml = "fallback: {gateways: [{id: one, host: h, " + settings + "}]}";
        assertThat(new ConfigLoader(KEYS).load("mc.yaml", yaml).toString())
                .contains("gateway one", problem);
    }

    @Test
    void everyRuleIsTested() {
        assertThat(rules().map(arguments -> (String) arguments.get()[0]).toList())
                .containsExactlyElementsOf(
                        Rule.ALL.stream().map(Rule::name).collect(Collectors.toList()));
    }
}
