package org.fivegmc.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.server.config.ConfigLoader;
import org.fivegmc.server.config.RegistrarConfig;
import org.fivegmc.sip.auth.AkaVectorProvider;
import org.fivegmc.sip.auth.AkaVectorSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AkaSourcesTest {

    private static final Msisdn ALICE = Msisdn.of("+8613800000001");

    @TempDir Path directory;

    /// What an operator plugs in.
    public static final class Hss implements AkaVectorProvider {
        @Override
        public String name() {
            return "test-hss";
        }

        @Override
        public AkaVectorSource open(String argument) throws IOException {
            if (!argument.startsWith("diameter:")) {
                throw new IOException(argument + " is no Diameter URI");
            }
            return new AkaVectorSource() {
                @Override
                public Optional<Vector> next(String identity, Msisdn user) {
                    return Optional.of(
                            new Vector(
                                    new byte[16],
                                    new byte[16],
                                    argument.getBytes(StandardCharsets.US_ASCII)));
                }

                @Override
                public void resynchronise(String identity, Msisdn user, byte[] rand, byte[] auts) {}
            };
        }
    }

    private static RegistrarConfig registrar(String yaml) {
        if (!(new ConfigLoader(Map.of()).load("t.yaml", yaml)
                instanceof ConfigLoader.Outcome.Loaded loaded)) {
            throw new AssertionError("not loaded: " + yaml);
        }
        return loaded.config().registrar();
    }

    private Path plugin() throws IOException {
        return plugin(Hss.class.getName());
    }

    private Path plugin(String provider) throws IOException {
        Path jar = directory.resolve("hss.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(
                    new JarEntry("META-INF/services/" + AkaVectorProvider.class.getName()));
            out.write(provider.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    @Test
    void nobodyHasACardUnlessASourceIsNamed() {
        assertThat(AkaSources.open(registrar("home-domain: rcs.local")))
                .isSameAs(AkaVectorSource.NONE);
    }

    @Test
    void theKeysOfAFile() throws IOException {
        Path keys =
                Files.writeString(
                        directory.resolve("keys"),
                        "+8613800000001 * 465b5ce8b199b49faa5f0a2ee238a6bc cd63cb71954a9f4e48a5994e37a02baf");
        assertThat(
                        AkaSources.open(registrar("registrar: {aka-source: 'file:" + keys + "'}"))
                                .next("", ALICE))
                .isPresent();
    }

    @Test
    void aProviderOfAPlugin() throws IOException {
        AkaVectorSource source =
                AkaSources.open(
                        registrar(
                                "registrar: {aka-source: 'test-hss:diameter:h', aka-plugin: '"
                                        + plugin()
                                        + "'}"));
        assertThat(source.next("", ALICE).orElseThrow().xres()).asString().isEqualTo("diameter:h");
    }

    @Test
    void whatCantBeOpenedEndsTheStartAndNamesTheSetting() throws IOException {
        String plugin = ", aka-plugin: '" + plugin() + "'}";
        assertThatThrownBy(
                        () -> AkaSources.open(registrar("registrar: {aka-source: 'file:/none'}")))
                .hasMessage("registrar.aka-source: /none does not exist");
        assertThatThrownBy(() ->
                        AkaSources.open(registrar("registrar: {aka-source: 'hss:x'" + plugin)))
                .hasMessage("registrar.aka-source: no provider `hss`; there are file, test-hss");
        assertThatThrownBy(() ->
                        AkaSources.open(registrar("registrar: {aka-source: 'test-hss:x'" + plugin)))
                .hasMessage("registrar.aka-source: x is no Diameter URI");
        assertThatThrownBy(() ->
                        AkaSources.open(
                                registrar(
                                        "registrar: {aka-source: 'hss:x', aka-plugin: /none.jar}")))
                .hasMessage("registrar.aka-plugin: /none.jar can not be read");
    }

    @Test
    void aPluginWhoseProviderCantBeLoadedEndsTheStartAndNamesTheSetting() throws IOException {
        String yaml =
                "registrar: {aka-source: 'hss:x', aka-plugin: '" + plugin("org.none.Hss") + "'}";
        assertThatThrownBy(() -> AkaSources.open(registrar(yaml)))
                .isInstanceOf(ServerLifecycle.StartException.class)
                .hasMessageStartingWith("registrar.aka-plugin: ")
                .hasMessageContaining("org.none.Hss");
    }
}
