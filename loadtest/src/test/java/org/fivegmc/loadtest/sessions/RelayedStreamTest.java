package org.fivegmc.loadtest.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.loadtest.relay.RelayTool;
import org.junit.jupiter.api.Test;

class RelayedStreamTest {
    @Test
    void everyMessagePassesARelayWhole() throws Exception {
        var far = new AtomicInteger();
        Channel relay = RelayTool.start(0, far::get);
        int near = ((InetSocketAddress) relay.localAddress()).getPort();
        var out = new ByteArrayOutputStream();
        int status =
                SessionLoad.run(
                        List.of(
                                "stream",
                                "--relay",
                                "127.0.0.1:" + near,
                                "--listen",
                                "0",
                                "--chats",
                                "2",
                                "--message",
                                "300000",
                                "--warmup",
                                "0",
                                "--seconds",
                                "3"),
                        new PrintStream(out),
                        far::set);
        relay.close().sync();
        assertThat(out.toString(UTF_8)).containsPattern("clean +yes").containsPattern("altered +0");
        assertThat(status).isZero();
        assertThat(out.toString(UTF_8)).doesNotContainPattern("delivered +0\n");
    }

    @Test
    void wrongArgumentsAreTold() throws Exception {
        var out = new ByteArrayOutputStream();
        for (List<String> args :
                List.of(
                        List.<String>of(),
                        List.of("dance"),
                        List.of("talk", "--chats", "0"),
                        List.of("talk", "--message", "10"),
                        List.of("talk", "--relay", "127.0.0.1:1"),
                        List.of("talk", "--server", "nowhere"))) {
            assertThat(SessionLoad.run(args, new PrintStream(out))).as("%s", args).isEqualTo(2);
        }
        assertThat(out.toString(UTF_8))
                .contains(
                        "which scenario?",
                        "no such scenario: dance",
                        "--chats must be a whole number",
                        "--message must be",
                        "--relay goes with stream alone",
                        "--server must be HOST:PORT");
    }
}
