package org.fivegmc.server.wiring;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.fivegmc.server.config.RegistrarConfig;
import org.fivegmc.sip.auth.AkaVectorProvider;
import org.fivegmc.sip.auth.AkaVectorSource;
import org.fivegmc.sip.auth.SimKeys;

/// The source of authentication vectors that the configuration names: the keys of a file, or what a
/// provider in the plug-in jar, or else on the class path, opens.
final class AkaSources {

    private static final String FILE = "file";

    private AkaSources() {}

    /// Throws [ServerLifecycle.StartException], which names the setting, when there is none such.
    static AkaVectorSource open(RegistrarConfig registrar) {
        if (registrar.akaSource().isEmpty()) {
            return AkaVectorSource.NONE;
        }
        String[] source = registrar.akaSource().get().split(":", 2);
        try {
            return source[0].equals(FILE)
                    ? SimKeys.read(Path.of(source[1]), Clock.systemUTC())
                    : provider(source[0], loader(registrar)).open(source[1]);
        } catch (IOException | InvalidPathException e) {
            throw new ServerLifecycle.StartException("registrar.aka-source: " + e.getMessage(), e);
        } catch (ServiceConfigurationError | LinkageError e) {
            // the jar is there, but what it declares can not be loaded or made
            throw new ServerLifecycle.StartException("registrar.aka-plugin: " + e.getMessage(), e);
        }
    }

    private static AkaVectorProvider provider(String name, ClassLoader loader) throws IOException {
        List<String> others = new ArrayList<>(List.of(FILE));
        for (AkaVectorProvider provider : ServiceLoader.load(AkaVectorProvider.class, loader)) {
            if (provider.name().equals(name)) {
                return provider;
            }
            others.add(provider.name());
        }
        throw new IOException("no provider `" + name + "`; there are " + String.join(", ", others));
    }

    /// Never closed: the provider loads its classes for as long as the server runs.
    private static ClassLoader loader(RegistrarConfig registrar) {
        ClassLoader own = AkaSources.class.getClassLoader();
        if (registrar.akaPlugin().isEmpty()) {
            return own;
        }
        Path jar = registrar.akaPlugin().get();
        try {
            if (!Files.isReadable(jar)) {
                throw new NoSuchFileException(jar.toString());
            }
            return new URLClassLoader(new URL[] {jar.toUri().toURL()}, own);
        } catch (IOException e) {
            throw new ServerLifecycle.StartException(
                    "registrar.aka-plugin: " + jar + " can not be read", e);
        }
    }
}
