package org.fivegmc.loadtest.a2p;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.fivegmc.loadtest.http.SmallServer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// `./5gmc load a2p`: messages of a chatbot. See [A2pOptions#USAGE].
public final class A2pLoad {
    private A2pLoad() {}

    /// Plays a scenario and says how it ended: 0 complete and clean, 1 not, 2 not understood.
    public static int run(List<String> args, PrintStream out) throws InterruptedException {
        if (args.contains("--help")) {
            out.print(A2pOptions.USAGE);
            return 0;
        }
        A2pOptions options;
        try {
            options = A2pOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            out.println("load a2p: " + wrong.getMessage());
            out.print(A2pOptions.USAGE);
            return 2;
        }
        if (options.scenario() == A2pOptions.Scenario.BARE) {
            bare(options.listen(), out);
            return 0;
        }
        try (A2pPlay play = new A2pPlay(options, out)) {
            return play.run();
        } catch (IOException | IllegalStateException failed) {
            out.println("load a2p: " + failed.getMessage());
            return 1;
        }
    }

    /// What the dialect costs a server at least: it reads the JSON and answers, and keeps nothing.
    private static void bare(int port, PrintStream out) throws InterruptedException {
        JsonMapper mapper = JsonMapper.shared();
        var answer =
                new SmallServer.Answer(
                        200,
                        "{\"accessToken\":\"bare\",\"errorCode\":\"0\",\"errorMessage\":\"success\"}"
                                .getBytes(US_ASCII));
        var wrong = new SmallServer.Answer(200, "{\"errorCode\":\"47001\"}".getBytes(US_ASCII));
        try (SmallServer server =
                SmallServer.start(
                        port,
                        request -> {
                            try {
                                return mapper.readTree(ByteBufUtil.getBytes(request.content()))
                                                .isObject()
                                        ? answer
                                        : wrong;
                            } catch (JacksonException _) {
                                return wrong;
                            }
                        })) {
            out.println("listening on " + server.port());
            server.await();
        }
    }
}
