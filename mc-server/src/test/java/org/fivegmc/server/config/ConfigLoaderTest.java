package org.fivegmc.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.fivegmc.server.config.ConfigLoader.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    @TempDir private Path directory;

    @Test
    void anEmptyFileIsAConfiguration() {
        var config = loaded("").config();

        assertThat(config.identity().homeDomain()).isEqualTo("rcs.local");
        assertThat(config.registrar().realm()).isEqualTo("rcs.local");
        assertThat(config.ims().asUri()).isEqualTo("sip:5gmc.rcs.local");
        assertThat(config.sip().listen().toString())
                .isEqualTo("[udp:127.0.0.1:5060, tcp:127.0.0.1:5060]");
        assertThat(config.storage().shards().writers()).isPositive();
    }

    /// SDP would tell handsets elsewhere to come to 127.0.0.1.
    @Test
    void sessionsAreServedUnlessOnlySipHasAnAddress() {
        assertThat(loaded("").config().msrp().listen().toString())
                .isEqualTo("[tcp:127.0.0.1:2855]");
        assertThat(loaded("sip: {listen: udp:192.0.2.10:5060}").config().msrp().isServed())
                .isFalse();
        assertThat(loaded("msrp: {listen: []}").config().msrp().isServed()).isFalse();
        assertThat(
                        loaded(
                                        "sip: {listen: udp:192.0.2.10:5060}\n"
                                                + "msrp: {listen: tcp:192.0.2.10:2855}")
                                .config()
                                .msrp()
                                .listen()
                                .toString())
                .isEqualTo("[tcp:192.0.2.10:2855]");
    }

    @Test
    void theBlockCacheIsAShareOfTheMemoryUnlessSet() {
        long byDefault = loaded("").config().storage().store().blockCacheBytes();
        long heap = Runtime.getRuntime().maxMemory();

        // no heap is larger than the memory it is in
        assertThat(byDefault).isGreaterThanOrEqualTo(Math.max(heap / 16, 1 << 20));
        assertThat(
                        loaded("store: {block-cache: auto}")
                                .config()
                                .storage()
                                .store()
                                .blockCacheBytes())
                .isEqualTo(byDefault);
        assertThat(
                        loaded("store: {block-cache: 7MiB}")
                                .config()
                                .storage()
                                .store()
                                .blockCacheBytes())
                .isEqualTo(7 << 20);
    }

    /// What `run` does without a configuration.
    @Test
    void theDefaultsLetALocalTestBegin() {
        var config = loaded("").config();

        assertThat(config.ims().unknownSubscribers())
                .isEqualTo(ImsConfig.UnknownSubscribers.ACCEPT);
        assertThat(config.routing().fallback())
                .isEqualTo(RoutingConfig.FallbackMode.WHEN_NOT_CAPABLE);
        assertThat(config.fallback().gateways()).isEmpty();
        assertThat(config.sip().trustedPeers().toString())
                .isEqualTo("[127.0.0.0/8, 0:0:0:0:0:0:0:1/128]");
        assertThat(config.operations().httpListen().loopback()).isTrue();
        assertThat(loaded("home-domain: example.com").config().ims().asUri())
                .isEqualTo("sip:5gmc.example.com");
    }

    @Test
    void theTemplateForProductionTrustsNobodyByItself() throws Exception {
        var yaml = Files.readString(Path.of("..", "docs", "mc-production.yaml"));
        Path secret = Files.writeString(directory.resolve("secret"), "s3cret\n");
        var config = loaded(yaml.replaceAll("file:/etc/5gmc/\\S+", "file:" + secret)).config();

        assertThat(config.ims().unknownSubscribers())
                .isEqualTo(ImsConfig.UnknownSubscribers.REJECT);
        assertThat(config.sip().trustedPeers()).isEmpty();
        assertThat(config.sip().listen())
                .anyMatch(listen -> listen.transport() == ListenAddress.Transport.TLS);
        assertThat(config.operations().httpToken()).contains(new Secret("s3cret"));
        assertThat(config.fallback().gateways())
                .singleElement()
                .matches(gateway -> gateway.password().isPresent());
    }

    /// The script's own variable is no override with a slip of the pen.
    @Test
    void theVariableOfTheScriptIsKnown() {
        assertThat(new ConfigLoader(Map.of("MC_JAVA_OPTS", "-Xmx1g")).loadDefaults())
                .isInstanceOfSatisfying(
                        Outcome.Loaded.class, loaded -> assertThat(loaded.warnings()).isEmpty());
    }

    @Test
    void everyValueOfTheFileArrives() {
        var config =
                loaded(
                                """
                                home-domain: example.com
                                sip:
                                  listen: [udp:0.0.0.0:5070, "tcp:[::1]:5070"]
                                  advertised: mc.example.com
                                  t1: 250ms
                                  max-message-size: 32KiB
                                  hosts:
                                    scscf.example.com: 127.0.0.1:6060
                                  path-mtu: 1400
                                  path-mtus:
                                    10.0.0.0/8: 9000
                                messages:
                                  retry-schedule: [1s, 2m]
                                routing:
                                  fallback: after-deadline
                                  fallback-deadline: 90s
                                fallback:
                                  gateways:
                                    - id: one
                                      host: 127.0.0.1
                                      system-id: mc
                                      receipt-id: hex-to-dec
                                      receipt-states: {DELIVERED-OK: delivered}
                                      receipt-time-zone: "+08:00"
                                  routes:
                                    +86: [one]
                                """)
                        .config();

        assertThat(config.sip().listen().get(1).address()).isEqualTo(new HostPort("::1", 5070));
        assertThat(config.sip().advertised()).contains("mc.example.com");
        assertThat(config.sip().timers().t1()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.sip().maxMessageSize()).isEqualTo(32 * 1024);
        assertThat(config.sip().hosts())
                .containsEntry("scscf.example.com", new HostPort("127.0.0.1", 6060));
        assertThat(config.sip().pathMtu()).isEqualTo(1400);
        assertThat(config.sip().pathMtus())
                .containsExactly(Map.entry(Cidr.parse("10.0.0.0/8").orElseThrow(), 9000));
        assertThat(config.messages().retrySchedule())
                .containsExactly(Duration.ofSeconds(1), Duration.ofMinutes(2));
        assertThat(config.routing().fallbackDeadline()).contains(Duration.ofSeconds(90));
        assertThat(config.fallback().gateways().getFirst().receiptId())
                .isEqualTo(GatewayConfig.ReceiptId.HEX_TO_DEC);
        assertThat(config.fallback().gateways().getFirst().receiptStates())
                .containsExactly(Map.entry("DELIVERED-OK", GatewayConfig.ReceiptState.DELIVERED));
        assertThat(config.fallback().gateways().getFirst().receiptTimeZone())
                .isEqualTo(ZoneOffset.ofHours(8));
        assertThat(config.fallback().routes()).containsEntry("+86", List.of("one"));
        assertThat(config.registrar().realm()).isEqualTo("example.com");
    }

    @Test
    void allProblemsAreReportedWithTheirLines() {
        var problems =
                rejected(
                        """
                        home-country: 1234
                        sip:
                          lisen: udp:127.0.0.1:5060
                          t1: 5
                          max-connections: lots
                        store:
                          engine: oracle
                        fallback:
                          gateways:
                            - id: one
                              hots: 127.0.0.1
                              system-id: mc
                        """);

        assertThat(problems)
                .containsExactly(
                        "mc.yaml:1: home-country: 1234 is not in 1..999",
                        "mc.yaml:3: sip.lisen: is not a key; did you mean sip.listen?",
                        "mc.yaml:4: sip.t1: 5 is not a duration such as 500ms, 30s, 5m, 72h or 7d in 10ms..10s",
                        "mc.yaml:5: sip.max-connections: lots is not a whole number in 1..1000000",
                        "mc.yaml:7: store.engine: oracle is not one of rocksdb, memory",
                        "mc.yaml:10: fallback.gateways[0].host: is missing; for example 127.0.0.1",
                        "mc.yaml:11: fallback.gateways[0].hots: is not a key; did you mean host?");
    }

    @Test
    void theWrongSectionIsPointedOut() {
        assertThat(rejected("max-in-flight-per-user: 3\n"))
                .containsExactly(
                        "mc.yaml:1: max-in-flight-per-user: is not a key; did you mean"
                                + " messages.max-in-flight-per-user?");
    }

    @Test
    void wrongKindsAreTold() {
        assertThat(rejected("sip: 5060\n"))
                .containsExactly("mc.yaml:1: sip: a single value stands where keys belong");
        assertThat(rejected("home-domain: [a, b]\n"))
                .containsExactly("mc.yaml:1: home-domain: a list stands where a domain belongs");
        assertThat(rejected("- a\n")).containsExactly("mc.yaml:1: a list stands where keys belong");
    }

    @Test
    void yamlTrapsAreProblems() {
        assertThat(rejected("node-id: 1\nnode-id: 2\n"))
                .containsExactly("mc.yaml:2: node-id: is written twice; first on line 1");
        assertThat(rejected("home-domain: &x a.b\ndata-dir: *x\n"))
                .containsExactly("mc.yaml:2: *x is an alias; write the value out");
        assertThat(rejected("node-id: 1\n---\nnode-id: 2\n").getFirst())
                .contains("a second document");
        assertThat(rejected("sip: {t1: 500ms\n").getFirst())
                .startsWith("mc.yaml:2: not readable as YAML");
        assertThat(rejected("sip:\n" + nested(YamlTree.MAX_DEPTH + 1)))
                .anyMatch(problem -> problem.contains("nested deeper than " + YamlTree.MAX_DEPTH));
    }

    @Test
    void environmentOverridesTheFile() {
        var environment =
                Map.of(
                        "MC_SIP_LISTEN",
                        "tcp:127.0.0.1:7000,udp:127.0.0.1:7000",
                        "MC_SIP_HOSTS",
                        "a.b=127.0.0.1:1");
        var outcome =
                new ConfigLoader(environment).load("mc.yaml", "sip: {listen: udp:127.0.0.1:1}");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Loaded.class,
                        loaded -> {
                            assertThat(loaded.config().sip().listen()).hasSize(2);
                            assertThat(loaded.config().sip().hosts())
                                    .containsEntry("a.b", new HostPort("127.0.0.1", 1));
                            assertThat(loaded.values().origin(SipConfig.LISTEN))
                                    .isEqualTo(new Origin.Environment("MC_SIP_LISTEN"));
                            assertThat(loaded.warnings()).isEmpty();
                        });
    }

    @Test
    void badAndStrayVariablesAreNamed() {
        assertThat(lines(new ConfigLoader(Map.of("MC_SIP_T1", "never")).loadDefaults()))
                .singleElement()
                .asString()
                .startsWith("environment MC_SIP_T1: sip.t1: never is not a duration");
        assertThat(new ConfigLoader(Map.of("MC_SIP_LISTN", "x")).loadDefaults())
                .isInstanceOfSatisfying(
                        Outcome.Loaded.class,
                        loaded ->
                                assertThat(loaded.warnings())
                                        .containsExactly(
                                                "environment MC_SIP_LISTN: overrides nothing; did you mean"
                                                        + " MC_SIP_LISTEN?"));
    }

    @Test
    void secretsAreReferences() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "s3cret\n");

        assertThat(loaded("http: {token: file:" + file + "}").config().operations().httpToken())
                .contains(new Secret("s3cret"));
        assertThat(new ConfigLoader(Map.of("T", "x")).load("mc.yaml", "http: {token: env:T}"))
                .isInstanceOfSatisfying(
                        Outcome.Loaded.class,
                        loaded ->
                                assertThat(loaded.config().operations().httpToken())
                                        .contains(new Secret("x")));
        assertThat(rejected("http: {token: s3cret}"))
                .containsExactly(
                        "mc.yaml:1: http.token: the value is not a reference; write file:PATH or env:NAME, never"
                                + " the secret itself");
        assertThat(rejected("http: {token: env:ABSENT}").getFirst())
                .contains("ABSENT, which is not set");
        assertThat(rejected("http: {token: file:/absent}").getFirst()).contains("cannot be read");
        Files.writeString(file, "x".repeat(Types.MAX_SECRET_BYTES + 1));
        assertThat(rejected("http: {token: file:" + file + "}").getFirst()).contains("larger than");
    }

    @Test
    void aSecretInTheEnvironmentIsNeverShown() {
        var outcome = new ConfigLoader(Map.of("MC_HTTP_TOKEN", "s3cret")).loadDefaults();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Loaded.class,
                        loaded -> {
                            assertThat(loaded.config().operations().httpToken())
                                    .contains(new Secret("s3cret"));
                            assertThat(loaded.values().text(OperationsConfig.HTTP_TOKEN))
                                    .isEqualTo("(secret)");
                            assertThat(loaded.config().toString()).doesNotContain("s3cret");
                        });
    }

    @Test
    void filesThatCannotBeReadAreProblems() throws Exception {
        Path absent = directory.resolve("absent.yaml");
        assertThat(lines(new ConfigLoader(Map.of()).load(absent)))
                .containsExactly(absent + ":1: cannot be read");
        Path binary =
                Files.write(
                        directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 1});
        assertThat(lines(new ConfigLoader(Map.of()).load(binary)))
                .containsExactly(binary + ":1: is not UTF-8");
        Path large =
                Files.write(
                        directory.resolve("large.yaml"), new byte[ConfigLoader.MAX_FILE_BYTES + 1]);
        assertThat(lines(new ConfigLoader(Map.of()).load(large)).getFirst())
                .contains("is larger than");
    }

    private static String nested(int levels) {
        var yaml = new StringBuilder();
        for (int i = 1; i <= levels; i++) {
            yaml.append(" ".repeat(i)).append("a:\n");
        }
        return yaml.toString();
    }

    private static Outcome.Loaded loaded(String yaml) {
        var outcome = new ConfigLoader(Map.of()).load("mc.yaml", yaml);
        assertThat(outcome)
                .as(String.join("\n", lines(outcome)))
                .isInstanceOf(Outcome.Loaded.class);
        return (Outcome.Loaded) outcome;
    }

    private static List<String> rejected(String yaml) {
        return lines(new ConfigLoader(Map.of()).load("mc.yaml", yaml));
    }

    private static List<String> lines(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Loaded _ -> List.of();
            case Outcome.Rejected(List<Problem> problems) ->
                    problems.stream().map(Problem::toString).toList();
        };
    }
}
