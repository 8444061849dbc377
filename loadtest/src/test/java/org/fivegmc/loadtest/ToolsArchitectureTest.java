package org.fivegmc.loadtest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.fivegmc.loadtest.micro.SipCodecBench;
import org.junit.jupiter.api.Test;

/// What plays the outside shares no code with the server: if both were wrong in the same way,
/// nobody would see it. The class path has the server's modules for the micro-benchmarks, so this
/// has to be held by a rule.
class ToolsArchitectureTest {
    private static final String ROOT = "org.fivegmc.loadtest.";
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.fivegmc.loadtest");

    @Test
    void onlyTheMicroBenchmarksSeeTheServer() {
        assertThat(CLASSES.contain(SipCodecBench.class)).isTrue();
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "micro..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.fivegmc.core..",
                        "org.fivegmc.wire..",
                        "org.fivegmc.routing..",
                        "org.fivegmc.store..",
                        "org.fivegmc.msrp..",
                        "org.fivegmc.sip..",
                        "org.fivegmc.fallback..",
                        "org.fivegmc.maap..",
                        "org.fivegmc.server..")
                .check(CLASSES);
    }

    @Test
    void theLoadToolsAreProcessesForTheBench() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "a2p..",
                        ROOT + "directory..",
                        ROOT + "files..",
                        ROOT + "raw..",
                        ROOT + "handsets..",
                        ROOT + "relay..",
                        ROOT + "rich..",
                        ROOT + "sessions..",
                        ROOT + "smppsink..")
                .check(CLASSES);
    }

    @Test
    void theBenchHasNoCycles() {
        slices().matching(ROOT + "bench.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
