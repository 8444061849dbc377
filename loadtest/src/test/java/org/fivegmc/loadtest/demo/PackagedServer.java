package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.capture.Capture;
import org.fivegmc.loadtest.handset.Disposition;
import org.fivegmc.loadtest.handset.Feature;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.Profile;
import org.fivegmc.loadtest.handset.Secret;
import org.fivegmc.loadtest.observe.Timeline;
import org.fivegmc.loadtest.mmsc.MmsCenter;
import org.fivegmc.loadtest.process.AdminClient;
import org.fivegmc.loadtest.process.Checkout;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.process.ServerCommand;
import org.fivegmc.loadtest.smsc.SmscProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The packaged server and the handsets of a test, registered as a static field: the tests of a
/// class share a server, since it takes seconds to start, and have users of their own ([#user]).
/// Handsets end with their test, which does not wait for that: JAIN-SIP takes a second to stop. The
/// class does.
final class PackagedServer implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final Duration HOUR = Duration.ofHours(1);
    static final Set<Disposition> ALL = EnumSet.allOf(Disposition.class);
    static final Set<Disposition> NONE = EnumSet.noneOf(Disposition.class);

    private static final long FIRST_USER = 8613800001000L;

    private final ServerCommand command;
    private final Timeline timeline = new Timeline(InstantSource.system(), _ -> {});
    private final List<Handset> handsets = new ArrayList<>();
    private final List<Future<?>> closings = new ArrayList<>();
    private final ExecutorService closer = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger users = new AtomicInteger();
    private @Nullable Running running;
    private boolean withSmsc;
    private @Nullable SmscProcess smsc;
    private boolean withMmsc;
    private @Nullable MmsCenter mmsc;

    /// @param server the process
    private record Running(DemoPlan plan, ServerProcess server, AdminClient admin) {}

    /// @param settings further ones, as `MC_KEY=value` of the environment
    PackagedServer(String... settings) {
        List<String> words = new ArrayList<>();
        words.add("env"); // which becomes the server
        words.addAll(List.of(settings));
        words.addAll(ServerCommand.of(Checkout.locate()).words());
        command = new ServerCommand(words);
    }

    /// With an SMSC beside it, which takes everything and confirms it.
    PackagedServer withSmsc() {
        withSmsc = true;
        return this;
    }

    /// With an MMSC beside it, which takes everything.
    PackagedServer withMmsc() {
        withMmsc = true;
        return this;
    }

    MmsCenter mmsc() {
        MmsCenter now = mmsc;
        if (now == null) {
            throw new IllegalStateException("without an MMSC");
        }
        return now;
    }

    /// Where the MMSC brings reports.
    URI mmsReports() {
        return URI.create("http://127.0.0.1:" + running().plan().mm7Port() + "/mm7/mmsc-1");
    }

    SmscProcess smsc() {
        SmscProcess now = smsc;
        if (now == null) {
            throw new IllegalStateException("without an SMSC");
        }
        return now;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        handsets.forEach(handset -> closings.add(closer.submit(handset::close)));
        handsets.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try {
            assertThat(closings)
                    .allSatisfy(closing -> assertThat(closing).succeedsWithin(PATIENCE));
        } finally {
            closer.shutdownNow();
            stop();
        }
    }

    private void start() {
        try {
            Path directory = Files.createTempDirectory("packaged-server");
            if (withSmsc) {
                smsc =
                        SmscProcess.start(
                                Checkout.locate().smsc(),
                                timeline,
                                List.of(
                                        "--system-id",
                                        DemoPlan.SYSTEM_ID,
                                        "--password",
                                        DemoPlan.SMSC_PASSWORD));
            }
            if (withMmsc) {
                mmsc = MmsCenter.start(0, DemoPlan.SYSTEM_ID, DemoPlan.SMSC_PASSWORD);
            }
            var plan =
                    new DemoPlan(
                            directory,
                            Ports.free(),
                            Ports.free(),
                            Ports.free(),
                            Ports.free(),
                            /* chatbotPort= */ 0,
                            smsc == null ? Ports.free() : smsc.port(),
                            mmsc == null ? 0 : mmsc.port(),
                            mmsc == null ? 0 : Ports.free());
            running =
                    new Running(
                            plan,
                            ServerProcess.start(command, plan, timeline),
                            new AdminClient(plan.httpPort()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        awaitReady();
    }

    private void stop() {
        Running last = running();
        running = null;
        last.admin().close();
        last.server().close();
        if (smsc != null) {
            smsc.close();
            smsc = null;
        }
        if (mmsc != null) {
            mmsc.close();
            mmsc = null;
        }
        try {
            delete(last.plan().directory());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Deletes a directory with all that is in it.
    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        return now;
    }

    private void awaitReady() {
        ServerProcess server = running().server();
        assertThat(server.awaitReady()).as(() -> String.join("\n", server.tail())).isTrue();
    }

    /// SIGKILL.
    void kill() {
        running().server().kill();
    }

    /// Starts it again after [#kill], on the same data.
    void startAgain() {
        running().server().restart();
        awaitReady();
    }

    void killAndStart() {
        kill();
        startAgain();
    }

    int sipPort() {
        return running().plan().sipPort();
    }

    int httpPort() {
        return running().plan().httpPort();
    }

    /// Where it looks for an SMSC.
    int smscPort() {
        return running().plan().smscPort();
    }

    /// Makes a number a subscriber without RCS.
    String withoutRcs(String number) {
        assertThat(running().admin().putSubscriber(number, DemoPlan.PASSWORD, false))
                .isBetween(200, 201);
        return number;
    }

    /// What the admin interface says.
    String get(String path) {
        return running().admin().get(path);
    }

    /// What it answers to a POST.
    String post(String path) {
        return running().admin().post(path);
    }

    /// What a command of `ctl` prints, as JSON; it must succeed.
    String ctl(String... command) {
        List<String> words = new ArrayList<>(ServerCommand.of(Checkout.locate()).words());
        List<String> jvm = words.subList(0, words.indexOf("run"));
        List<String> all = new ArrayList<>(jvm);
        all.addAll(List.of("ctl", "-o", "json", "--server"));
        all.add("http://127.0.0.1:" + running().plan().httpPort());
        all.addAll(List.of(command));
        try {
            Process process =
                    new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (var printed = process.inputReader()) {
                process.getOutputStream().close();
                String text = printed.readAllAsString();
                assertThat(process.waitFor()).as(text).isZero();
                return text;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /// The last lines it has written.
    List<String> tail() {
        return running().server().tail();
    }

    Timeline timeline() {
        return timeline;
    }

    /// Where files are uploaded.
    URI uploads() {
        return running().plan().uploads();
    }

    // ---- users

    /// A subscriber whom no other test has.
    String user() {
        return subscriber("+" + (FIRST_USER + users.incrementAndGet()));
    }

    /// Makes a number a subscriber.
    String subscriber(String number) {
        assertThat(running().admin().putSubscriber(number, DemoPlan.PASSWORD, true))
                .isBetween(200, 201);
        return number;
    }

    /// Sets something by the admin interface.
    void put(String path, String json) {
        assertThat(running().admin().put(path, json)).isBetween(200, 201);
    }

    Handset handset(String name, String number) {
        return handset(name, number, Profile.Transport.TCP, Feature.up24());
    }

    Handset handset(
            String name, String number, Profile.Transport transport, Set<Feature> features) {
        Handset handset =
                Handset.start(
                        running().plan().profile(name, number, transport).withFeatures(features),
                        timeline);
        handsets.add(handset);
        return handset;
    }

    /// A handset that reaches the server over TCP by another address than the server's own.
    Handset handset(String name, String number, InetSocketAddress way) {
        Profile profile =
                Profile.of(
                        name,
                        number,
                        DemoPlan.DOMAIN,
                        way,
                        Profile.Transport.TCP,
                        new Secret.Password(number + "@" + DemoPlan.DOMAIN, DemoPlan.PASSWORD));
        return handset(profile, Ports.loopback(Ports.free()));
    }

    /// A handset whose server is another than this one, such as a proxy before it.
    Handset handset(Profile profile, InetSocketAddress local) {
        Handset handset = Handset.start(profile, timeline, local);
        handsets.add(handset);
        return handset;
    }

    Handset registered(String name, String number) {
        return registered(name, number, Feature.up24());
    }

    Handset registered(String name, String number, Set<Feature> features) {
        Handset handset = handset(name, number, Profile.Transport.TCP, features);
        register(handset);
        return handset;
    }

    static void register(Handset handset) {
        assertThat(handset.register(HOUR).succeeded()).isTrue();
    }

    /// The server knows a device that has registered elsewhere.
    void awaitRegistered(String number, Handset handset) {
        String path = "/v1/registrations/" + URLEncoder.encode(number, StandardCharsets.UTF_8);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(path)).contains(handset.profile().instance()));
    }

    // ---- what the server says

    /// Records what passes the server's ports for SIP and MSRP, and others such as those of
    /// handsets that the server connects to.
    Capture capture(Path file, int... others) {
        DemoPlan plan = running().plan();
        int[] ports = Arrays.copyOf(others, others.length + 2);
        ports[others.length] = plan.sipPort();
        ports[others.length + 1] = plan.msrpPort();
        return Capture.start(file, ports);
    }

    /// A counter or gauge of the scrape, its labels included; NaN when there is none.
    double metric(String name) {
        Matcher line =
                Pattern.compile("^" + Pattern.quote(name) + " (\\S+)$", Pattern.MULTILINE)
                        .matcher(running().admin().get("/metrics"));
        return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
    }

    /// What waits for a user, as an administrator sees it.
    String mailbox(String number) {
        String page =
                running()
                        .admin()
                        .get("/v1/mailboxes/" + URLEncoder.encode(number, StandardCharsets.UTF_8));
        assertThat(page).contains("\"messages\"");
        return page;
    }

    /// How many messages and reports wait for a user.
    int waiting(String number) {
        return mailbox(number).split("\"messageId\"", -1).length - 1;
    }

    /// What waited has been taken, and the server knows.
    void awaitNothingWaiting(String number) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(waiting(number)).isZero());
    }

    /// Files in which the server keeps bodies of large messages, as its disk shows them.
    long bodies() {
        Path directory = running().plan().directory().resolve("data").resolve("bodies");
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".body")).count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    // ---- contents

    /// The same for the same length.
    static byte[] random(int octets) {
        byte[] content = new byte[octets];
        new SplittableRandom(octets).nextBytes(content);
        return content;
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException none) {
            throw new AssertionError(none);
        }
    }
}
