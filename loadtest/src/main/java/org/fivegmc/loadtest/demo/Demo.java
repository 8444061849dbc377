package org.fivegmc.loadtest.demo;

import java.io.FileOutputStream;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.log4j.BasicConfigurator;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.fivegmc.loadtest.capture.Capture;
import org.fivegmc.loadtest.observe.Timeline;
import org.fivegmc.loadtest.process.Checkout;
import org.fivegmc.loadtest.process.Ports;

import org.fivegmc.loadtest.smsc.SmscProcess;

/// Plays the demonstration against a real server process and exits 0 only when everything was seen
/// at the far end, else 1; 2 for wrong arguments.
public final class Demo {
    private static final List<String> SMSC_OPTIONS =
            List.of(
                    "--system-id", DemoPlan.SYSTEM_ID,
                    "--password", DemoPlan.SMSC_PASSWORD,
                    "--receipt-delay", "200");

    private Demo() {}

    public static void main(String[] args) {
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        if (List.of(args).contains("--help")) {
            out.print(DemoOptions.USAGE);
            System.exit(0);
        }
        try {
            System.exit(run(DemoOptions.parse(List.of(args)), out));
        } catch (IllegalArgumentException wrong) {
            out.println("demo: " + wrong.getMessage());
            out.print(DemoOptions.USAGE);
            System.exit(2);
        }
    }

    /// Plays it all; 0 when everything was seen. Every process it started has ended on return.
    static int run(DemoOptions options, PrintStream out) {
        quietJainSip();
        Printer printer = new Printer(out);
        Timeline timeline = new Timeline(InstantSource.system(), printer::line);
        Path directory = temporaryDirectory();
        try (SmscProcess smsc =
                SmscProcess.start(Checkout.locate().smsc(), timeline, SMSC_OPTIONS)) {
            DemoPlan plan =
                    new DemoPlan(
                            directory,
                            Ports.free(),
                            Ports.free(),
                            Ports.free(),
                            Ports.free(),
                            Ports.free(),
                            smsc.port());
            printer.legend(plan, options.play());
            Optional<Capture> capture =
                    options.capture()
                            .map(file ->
                                    Capture.start(
                                            file, plan.sipPort(), plan.msrpPort(), smsc.port()));
            try (ServerProcess server = ServerProcess.start(options.command(), plan, timeline)) {
                Scenes scenes =
                        switch (options.play()) {
                            case P2P -> new Story(plan, printer, timeline, server, smsc);
                            case A2P -> new A2pStory(plan, printer, timeline, server, smsc);
                        };
                play(scenes, printer, options.limit());
            } finally {
                capture.ifPresent(Capture::close);
            }
        } catch (InterruptedException _) {
            printer.expect("no interruption", false);
        } catch (IllegalStateException | UncheckedIOException cannot) {
            printer.expect("everything needed is here: " + cannot.getMessage(), false);
        } finally {
            delete(directory);
        }
        options.capture().ifPresent(file -> printer.captured(file));
        return verdict(printer);
    }

    // A fault of the demonstration itself is something missing too.
    private static void play(Scenes scenes, Printer printer, Duration limit)
            throws InterruptedException {
        Thread player =
                Thread.ofPlatform()
                        .daemon()
                        .name("story")
                        .uncaughtExceptionHandler(
                                (_, thrown) -> printer.expect("no fault: " + thrown, false))
                        .start(() -> {
                            scenes.play();
                            printer.finish();
                        });
        if (!player.join(limit)) {
            printer.expect("the end within %d s".formatted(limit.toSeconds()), false);
        }
    }

    private static int verdict(Printer printer) {
        if (printer.missing().isEmpty() && printer.finished()) {
            printer.heading("Everything was observed.");
            return 0;
        }
        printer.heading("Not observed:");
        printer.missing().forEach(what -> printer.plain("  - " + what));
        return 1;
    }

    // JAIN-SIP is silenced by its own loggers; what it says before they are set goes to log4j.
    private static void quietJainSip() {
        BasicConfigurator.configure();
        Logger.getRootLogger().setLevel(Level.OFF);
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("5gmc-demo");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // Left for the system to clean.
        }
    }
}
