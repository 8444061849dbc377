package org.fivegmc.loadtest.process;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The source tree this code was built in. It is found from where the code lies, not from the
/// working directory, so the tools work from anywhere.
public record Checkout(Path root) {
    /// Throws [IllegalStateException] when the code was carried out of its tree.
    public static Checkout locate() {
        Path code = codeSource();
        for (Path at = code; at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("mc-server/pom.xml"))) {
                return new Checkout(at);
            }
        }
        throw new IllegalStateException("no source tree of the 5GMC above " + code);
    }

    /// The directory of the SMSC.
    public Path smsc() {
        return root.resolve("loadtest/smsc");
    }

    /// The server as the build leaves it.
    public Path serverJar() {
        return root.resolve("mc-server/target/mc-server.jar");
    }

    private static Path codeSource() {
        URI code;
        try {
            code = Checkout.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        return Path.of(code);
    }
}
