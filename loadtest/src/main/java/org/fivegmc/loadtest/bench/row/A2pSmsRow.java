package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.tool.LoadTool;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Messages of a chatbot to numbers without RCS, from the request to the call of the webhook that
/// follows the receipt of the SMSC. CPU time counts until the last call.
record A2pSmsRow() implements Row.Procedure {
    private static final int SECONDS = 10;
    private static final int RECEIPT_DELAY_MILLIS = 50;

    @Override
    public void play(Stage stage) {
        int port = Ports.free();
        int smscPort = Ports.free();
        int callback = Ports.free();
        try (LoadTool smsc =
                        stage.start(
                                ToolArguments.smsc()
                                        .with("port", smscPort)
                                        .with("receipt-delay", RECEIPT_DELAY_MILLIS));
                Center center = stage.center(stage.plan().withSmsc(smscPort).withChatbots(port))) {
            A2pTraffic.provision(center, callback);
            ToolArguments messages =
                    A2pTraffic.messages("reports", port).with("sms").with("listen", callback);
            stage.say("warm-up");
            stage.run(messages.lasting(0, stage.warmUpSeconds()));
            stage.rounds(round -> {
                double before = center.uptimeSeconds();
                ToolResult result =
                        stage.run(
                                messages.cpuOf(List.of(center.pid()))
                                        .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
                A2pTraffic.keep(round, "", result);
                Traffic.keepServer(round, center, before);
                stage.say(
                        "5GMC: %,.0f per CPU-second, %,.0f/s to the last report"
                                .formatted(
                                        result.count("perCpuSecond"),
                                        result.count("completeRate")));
            });
            if (!smsc.running()) {
                throw new IllegalStateException("the SMSC has ended");
            }
        }
    }
}
