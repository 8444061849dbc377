package org.fivegmc.server.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// A certificate made here, as the files a configuration names.
final class TlsPem {

    private static final String PASSWORD = "changeit";

    private TlsPem() {}

    static Path certificate(Path directory)
            throws IOException, GeneralSecurityException, InterruptedException {
        byte[] der = keys(directory).getCertificate("sip").getEncoded();
        return pem(directory.resolve("tls.crt"), "CERTIFICATE", der);
    }

    static Path key(Path directory)
            throws IOException, GeneralSecurityException, InterruptedException {
        byte[] der = keys(directory).getKey("sip", PASSWORD.toCharArray()).getEncoded();
        return pem(directory.resolve("tls.key"), "PRIVATE KEY", der);
    }

    private static KeyStore keys(Path directory)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = directory.resolve("tls.p12");
        if (!Files.exists(file)) {
            make(file);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static void make(Path file) throws IOException, InterruptedException {
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String arguments =
                "-genkeypair -alias sip -keyalg EC -dname CN=hostile -ext san=ip:127.0.0.1"
                        + " -validity 2 -storetype PKCS12 -storepass "
                        + PASSWORD
                        + " -keystore "
                        + file;
        var command = new java.util.ArrayList<String>();
        command.add(keytool);
        command.addAll(java.util.List.of(arguments.split(" ", -1)));
        int exit =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw new IOException("keytool ended with " + exit);
        }
    }

    private static Path pem(Path file, String type, byte[] der) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN "
                        + type
                        + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END "
                        + type
                        + "-----\n");
    }
}
