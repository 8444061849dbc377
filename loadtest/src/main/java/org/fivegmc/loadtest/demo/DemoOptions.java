package org.fivegmc.loadtest.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.fivegmc.loadtest.process.Checkout;
import org.fivegmc.loadtest.process.ServerCommand;

/// The arguments of [Demo]: what is played, on which server, how long at most, and where to keep
/// the packets.
record DemoOptions(Play play, ServerCommand command, Duration limit, Optional<Path> capture) {
    /// Between users, or of a chatbot.
    enum Play {
        P2P,
        A2P
    }

    static final Duration TIME_LIMIT = Duration.ofSeconds(60);
    private static final int MAX_LIMIT_SECONDS = 3600;

    static final String USAGE =
            """
            usage: ./5gmc demo [a2p] [options]
              a2p                       the scenes of a chatbot instead of those between users
              --capture FILE            keep all SIP, MSRP and SMPP packets (pcapng); needs dumpcap and root
              --time-limit SECONDS      give up after this long, default %d
              --server-command "WORDS"  another way to start the server; {config} becomes the file
            """
                    .formatted(TIME_LIMIT.toSeconds());

    /// Throws [IllegalArgumentException] with a readable message.
    static DemoOptions parse(List<String> args) {
        Play play = !args.isEmpty() && args.getFirst().equals("a2p") ? Play.A2P : Play.P2P;
        Optional<ServerCommand> command = Optional.empty();
        Duration limit = TIME_LIMIT;
        Optional<Path> capture = Optional.empty();
        for (int at = play == Play.A2P ? 1 : 0; at < args.size(); at += 2) {
            if (at + 1 == args.size()) {
                throw new IllegalArgumentException("not an option with a value: " + args.get(at));
            }
            String value = args.get(at + 1);
            switch (args.get(at)) {
                case "--server-command" -> command = Optional.of(ServerCommand.parse(value));
                case "--time-limit" -> limit = seconds(value);
                case "--capture" -> capture = Optional.of(Path.of(value).toAbsolutePath());
                default -> throw new IllegalArgumentException("no such option: " + args.get(at));
            }
        }
        Supplier<ServerCommand> own = () -> ServerCommand.of(Checkout.locate());
        return new DemoOptions(play, command.orElseGet(own), limit, capture);
    }

    private static Duration seconds(String value) {
        try {
            int seconds = Integer.parseInt(value);
            if (seconds >= 1 && seconds <= MAX_LIMIT_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "--time-limit must be a whole number from 1 to " + MAX_LIMIT_SECONDS);
    }
}
