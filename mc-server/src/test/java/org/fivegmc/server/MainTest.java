package org.fivegmc.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivegmc.server.wiring.ServerLifecycle;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.server.cli.Exit;
import org.fivegmc.server.config.HostPort;
import org.fivegmc.server.config.Secret;
import org.fivegmc.server.http.AdminRoutes;
import org.fivegmc.server.http.Health;
import org.fivegmc.server.http.HttpLimits;
import org.fivegmc.server.http.HttpServer;
import org.fivegmc.server.http.MemoryOperations;
import org.fivegmc.server.http.Router;
import org.fivegmc.server.metrics.Metrics;
import org.fivegmc.server.wiring.CenterServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class MainTest {
    private static final String NUMBER = "+8613812340001";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final MemoryOperations operations = new MemoryOperations();
    private final Metrics metrics = new Metrics("1.2.3");
    private final HttpServer server =
            new HttpServer(
                    new HostPort("127.0.0.1", 0),
                    new Router(
                            new AdminRoutes(operations, new Up(), metrics).routes(),
                            Optional.of(new Secret("t0ken"))),
                    HttpLimits.DEFAULTS);

    @TempDir private Path directory;

    private record Up() implements Health {
        @Override
        public List<Check> live() {
            return List.of();
        }

        @Override
        public List<Check> ready() {
            return List.of();
        }
    }

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
    }

    @Test
    void statusAsTextAndAsJson() {
        assertThat(ctl("status")).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .contains("version           1.2.3\n")
                .contains("endpoints         udp:127.0.0.1:5060\n")
                .contains("waiting messages  0\n");
        out.getBuffer().setLength(0);
        assertThat(ctl("status", "-o", "json")).isEqualTo(Exit.OK);
        assertThat(JsonMapper.shared().readTree(out.toString()).get("state").asString())
                .isEqualTo("serving");
    }

    @Test
    void subscribersAreAddedShownAndRemoved() {
        assertThat(ctl("subscriber", "show", NUMBER)).isEqualTo(Exit.REFUSED);
        assertThat(err).hasToString("no such subscriber\n");
        assertThat(ctl("subscriber", "add", NUMBER, "--password", "x", "--no-rcs"))
                .isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("rcs           no\n").contains("password      yes\n");
        assertThat(ctl("registrations", NUMBER)).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("DEVICE").contains("urn:gsma:imei:1");
        out.getBuffer().setLength(0);
        assertThat(ctl("subscriber", "remove", NUMBER)).isEqualTo(Exit.OK);
        assertThat(out).hasToString("removed " + NUMBER + "\n");
    }

    @Test
    void mailboxesAreTables() {
        operations.store(NUMBER, "m-1");
        operations.store(NUMBER, "m-2");

        assertThat(ctl("mailbox", "list", NUMBER)).isEqualTo(Exit.OK);
        assertThat(out.toString().lines().toList().getFirst())
                .startsWith("MESSAGE ID  FROM            STATE");
        assertThat(out.toString().lines().toList().get(2))
                .startsWith("m-2         +8613812340009  WAITING");
        assertThat(ctl("mailbox", "peek", NUMBER, "m-1")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("preview").contains("hello");
        assertThat(ctl("mailbox", "purge", NUMBER)).isEqualTo(Exit.OK);
        assertThat(out.toString()).endsWith("removed  2\n");
    }

    @Test
    void routesAndTracesAreExplained() {
        assertThat(ctl("route", "explain", NUMBER, "+8613812340002")).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .contains("reject")
                .contains("not a subscriber")
                .contains("policy allows it\n")
                .containsPattern("(?m)^row +not-rcs-rejected$");
        assertThat(ctl("route", "explain", NUMBER, "+8613812340002", "--no-store", "--no-sms"))
                .isEqualTo(Exit.OK);
        assertThat(out.toString()).containsPattern("(?m)^row +not-stored$");
        assertThat(ctl("trace", "m-1")).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .contains("accepted  202\n")
                .containsPattern("(?m)^note +earlier steps are gone$")
                .containsPattern("(?m)^reason +waits for the recipient to register$");
        assertThat(ctl("trace", "m-9")).isEqualTo(Exit.REFUSED);
    }

    @Test
    void usageErrorsAreOneLineAndAHint() {
        assertThat(ctl("subscriber", "ad")).isEqualTo(Exit.USAGE);
        assertThat(err.toString().lines().toList())
                .hasSize(2)
                .last()
                .isEqualTo("try: ./5gmc ctl subscriber --help");
        assertThat(ctl()).isEqualTo(Exit.USAGE);
        assertThat(execute("nonsense")).isEqualTo(Exit.USAGE);
        assertThat(execute("--help")).isEqualTo(Exit.OK);
    }

    @Test
    void aServerThatIsNotThereIsSaidSo() {
        server.close();
        assertThat(ctl("status")).isEqualTo(Exit.UNREACHABLE);
        assertThat(err.toString())
                .startsWith("http://" + server.address())
                .contains("does not answer");
        assertThat(execute("ctl", "status", "--server", "nonsense")).isEqualTo(Exit.UNREACHABLE);
    }

    @Test
    void aTokenIsBetterReferredTo() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "t0ken\n");
        String[] status = {"ctl", "status", "--server", "http://" + server.address(), "--token"};
        assertThat(execute(with(status, "file:" + file))).isEqualTo(Exit.OK);
        assertThat(execute(Map.of("T", "t0ken"), with(status, "env:T"))).isEqualTo(Exit.OK);
        assertThat(execute(with(status, "env:T"))).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("T is not set");
        assertThat(execute(with(status, "file:" + file + "x"))).isEqualTo(Exit.USAGE);
    }

    private static String[] with(String[] words, String more) {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = more;
        return all;
    }

    @Test
    void aWrongTokenIsRefused() {
        assertThat(execute("ctl", "status", "--server", "http://" + server.address()))
                .isEqualTo(Exit.REFUSED);
        assertThat(err).hasToString("a bearer token is required\n");
        assertThat(
                        execute(
                                Map.of("MC_HTTP_TOKEN", "t0ken"),
                                "ctl",
                                "status",
                                "--server",
                                "http://" + server.address()))
                .isEqualTo(Exit.OK);
    }

    @Test
    void configurationsAreCheckedAndShown() throws Exception {
        Path good = Files.writeString(directory.resolve("good.yaml"), "node-id: 7\n");
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "node-id: 7000\nnod-id: 1\n");

        assertThat(execute("config", "check", good.toString())).isEqualTo(Exit.OK);
        assertThat(execute("config", "check", bad.toString())).isEqualTo(Exit.USAGE);
        assertThat(err.toString().lines())
                .containsExactly(
                        bad + ":1: node-id: 7000 is not in 0..255",
                        bad + ":2: nod-id: is not a key; did you mean node-id?");
        assertThat(execute(Map.of("MC_SIP_T1", "250ms"), "config", "show", good.toString()))
                .isEqualTo(Exit.OK);
        assertThat(out.toString())
                .containsPattern("(?m)^node-id +7 {2}\\(" + good + ":1\\)$")
                .containsPattern("(?m)^sip.t1 +250ms {2}\\(environment MC_SIP_T1\\)$")
                .containsPattern("(?m)^sip.t2 +4s {2}\\(default\\)$");
    }

    @Test
    void runStopsAtABadConfiguration() throws Exception {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "store: {engine: oracle}\n");
        assertThat(execute("run", "--config", bad.toString())).isEqualTo(Exit.USAGE);
        assertThat(err)
                .hasToString(bad + ":1: store.engine: oracle is not one of rocksdb, memory\n");
    }

    @Test
    void runSaysWhyItCannotStart() {
        var main =
                new Main(
                        (_, _) -> {
                            throw new ServerLifecycle.StartException(
                                    "the disk is full", new IllegalStateException());
                        },
                        Map.of());
        assertThat(main.execute(new PrintWriter(out, true), new PrintWriter(err, true), "run"))
                .isEqualTo(Exit.REFUSED);
        assertThat(err).hasToString("not started: the disk is full\n");
    }

    private int ctl(String... args) {
        var all =
                new java.util.ArrayList<>(
                        List.of(
                                "ctl",
                                "--server",
                                "http://" + server.address(),
                                "--token",
                                "t0ken"));
        all.addAll(List.of(args));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... args) {
        return execute(Map.of(), args);
    }

    private int execute(Map<String, String> environment, String... args) {
        return new Main(CenterServer::new, environment)
                .execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
