package org.fivegmc.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fivegmc.core.storage.StorageEngineContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds who may import whom: modules, islands of third-party code, purity of the state machines,
/// the one place of keys.
class ArchitectureTest {
    private static final String ROOT = "org.fivegmc.";
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    // contract tests travel in a test-jar, a directory or a file by the phase
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("org.fivegmc");

    /// The JDK, as far as it does not begin with `java.`: what `javax..` would let in (JAIN-SIP) is
    /// third-party code.
    private static final List<String> JDK =
            List.of(
                    "java..",
                    "javax.crypto..",
                    "javax.imageio..",
                    "javax.net.ssl..",
                    "javax.xml.stream..");

    /// A module, the modules it may import, and the third-party packages it may use anywhere.
    record Module(String name, List<String> modules, List<String> libraries) {
        String[] permitted() {
            List<String> packages =
                    new ArrayList<>(List.of("org.jspecify.annotations..", ROOT + name + ".."));
            packages.addAll(JDK);
            modules.forEach(module -> packages.add(ROOT + module + ".."));
            packages.addAll(libraries);
            return packages.toArray(String[]::new);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Module> modules() {
        return Stream.of(
                new Module("core", List.of(), List.of()),
                new Module("wire", List.of(), List.of()),
                new Module(
                        "routing",
                        List.of("core"),
                        List.of("com.google.i18n.phonenumbers..", "org.slf4j..")),
                new Module("store", List.of("core"), List.of("org.rocksdb..", "org.slf4j..")),
                new Module("msrp", List.of("core", "wire"), List.of("io.netty..", "org.slf4j..")),
                new Module(
                        "sip",
                        List.of("core", "wire", "msrp"),
                        List.of(
                                "io.netty..",
                                "javax.sip..",
                                "gov.nist..",
                                "org.xbill..",
                                "org.slf4j..")),
                new Module(
                        "fallback", List.of("core", "wire"), List.of("io.netty..", "org.slf4j..")),
                new Module(
                        "maap",
                        List.of("core", "wire"),
                        List.of(
                                "io.github.bucket4j..",
                                "io.netty..",
                                "software.amazon.awssdk..",
                                "tools.jackson..",
                                "org.slf4j..")));
    }

    /// Third-party code and the only packages it may appear in.
    record Island(String library, List<String> packages) {
        @Override
        public String toString() {
            return library;
        }
    }

    static Stream<Island> islands() {
        return Stream.of(
                new Island("com.google.i18n.phonenumbers..", in("routing.number")),
                new Island("org.rocksdb..", in("store.rocks")),
                new Island("software.amazon.awssdk..", in("maap.content.store.s3")),
                new Island("io.github.bucket4j..", in("maap.quota")),
                new Island("javax.sip..", in("sip.jain")),
                new Island("gov.nist..", in("sip.jain")),
                new Island("org.xbill..", in("sip.resolve", "sip.transport")),
                new Island(
                        "io.netty..",
                        in(
                                "msrp.codec",
                                "msrp.transport",
                                "sip.codec",
                                "sip.transport",
                                "fallback.link",
                                "fallback.smpp",
                                "fallback.cmpp",
                                "maap.http",
                                "server.http",
                                "server.metrics")),
                // server.observe counts on hot paths, so it holds resolved counters
                new Island("io.micrometer..", in("server.metrics", "server.observe")),
                new Island("io.prometheus..", in("server.metrics")),
                new Island("picocli..", in("server", "server.cli")),
                new Island("ch.qos.logback..", in("server.log", "server")),
                new Island("tools.jackson.dataformat..", in("server.config")),
                new Island(
                        "tools.jackson..",
                        in("server.config", "server.http", "server.cli", "server.log", "maap")));
    }

    private static List<String> in(String... packages) {
        return Stream.of(packages)
                .map(name -> ROOT + name + (name.equals("server") ? "" : ".."))
                .toList();
    }

    @Test
    void theModulesAreThere() {
        // Without this an import that finds nothing would pass every rule below.
        assertThat(CLASSES.contain(Main.class)).isTrue();
        assertThat(CLASSES.contain(ArchitectureTest.class)).isFalse();
        assertThat(CLASSES.contain(StorageEngineContract.class)).isFalse();
        modules()
                .forEach(module ->
                        assertThat(CLASSES.containPackage(ROOT + module.name()))
                                .as(module.name())
                                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void importsOnlyWhatItMay(Module module) {
        classes()
                .that()
                .resideInAPackage(ROOT + module.name() + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(module.permitted())
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("islands")
    void thirdPartyCodeStaysOnItsIsland(Island island) {
        noClasses()
                .that()
                .resideOutsideOfPackages(island.packages().toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(island.library())
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void noModuleKnowsTheServer(Module module) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + module.name() + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "server..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        // Also between a package and its sub-packages: what they share has a package of its own.
        slices().matching(ROOT + "(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void machinesArePure() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Machine")
                .should()
                .dependOnClassesThat(impure())
                .allowEmptyShould(true)
                .because(
                        "a machine is a function of state and event: no clock, no input or output, no log, no thread")
                .check(CLASSES);
        for (Class<?> clock : List.of(java.time.Instant.class, java.time.LocalDateTime.class)) {
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("Machine")
                    .should()
                    .callMethod(clock, "now")
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
        for (String clock : List.of("currentTimeMillis", "nanoTime")) {
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("Machine")
                    .should()
                    .callMethod(System.class, clock)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void onlyKeysBuildsKeys() {
        classes()
                .that()
                .resideInAPackage(ROOT + "store.key..")
                .and()
                .haveSimpleNameEndingWith("Keys")
                .should()
                .haveSimpleName("Keys")
                .allowEmptyShould(true)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "store..")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "store.key.Keys")
                .and(notInside(ROOT + "store.key.Keys"))
                .should()
                .callMethod(java.nio.ByteBuffer.class, "putLong", long.class)
                .orShould()
                .callMethod(java.nio.ByteBuffer.class, "putShort", short.class)
                .allowEmptyShould(true)
                .because("only store.key.Keys knows how a key is laid out")
                .check(CLASSES);
    }

    @Test
    void namesSayWhatAThingIs() {
        for (String ending : List.of("Impl", "Manager", "Helper", "Util", "Utils")) {
            noClasses().should().haveSimpleNameEndingWith(ending).check(CLASSES);
        }
    }

    private static DescribedPredicate<JavaClass> impure() {
        return new DescribedPredicate<>("a clock, input or output, a log or a thread") {
            private static final List<String> PACKAGES =
                    List.of(
                            "java.io.",
                            "java.nio.file.",
                            "java.net.",
                            "java.util.concurrent.",
                            "java.util.logging.",
                            "org.slf4j.");
            private static final List<String> TYPES =
                    List.of(
                            "java.time.Clock",
                            "java.time.InstantSource",
                            "java.lang.Thread",
                            "java.util.Random");

            @Override
            public boolean test(JavaClass type) {
                String name = type.getName();
                boolean marker = name.equals("java.io.Serializable");
                return !marker
                        && (TYPES.contains(name) || PACKAGES.stream().anyMatch(name::startsWith));
            }
        };
    }

    private static DescribedPredicate<JavaClass> notInside(String owner) {
        return DescribedPredicate.describe(
                "not inside " + owner, type -> !type.getName().startsWith(owner + "$"));
    }
}
