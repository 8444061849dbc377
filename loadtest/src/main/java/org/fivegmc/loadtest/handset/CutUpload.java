package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/// An upload that has stopped in the middle: the server got the first octets of the file and waits
/// for the others. The connection ends when this is closed, behind what was written. Over plain
/// HTTP only.
public final class CutUpload implements AutoCloseable {
    private static final int CONNECT_MS = 5_000;

    // HTTP/1.1 200
    private static final int STATUS_AT = 9;
    private static final int STATUS_END = 12;

    private final Socket socket;
    private final FileForm form;
    private int sent;

    private CutUpload(Socket socket, FileForm form) {
        this.socket = socket;
        this.form = form;
    }

    /// @param authorization a header line, or nothing
    /// @param octets of the file
    static CutUpload begin(URI server, String authorization, FileForm form, int octets)
            throws IOException {
        if (!"http".equals(server.getScheme())) {
            throw new IOException("uploads are cut off over plain HTTP only, not " + server);
        }
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MS);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            out.write(head(server, authorization, form).getBytes(US_ASCII));
            out.write(form.before());
            out.flush();
            CutUpload upload = new CutUpload(socket, form);
            upload.more(octets);
            return upload;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// The next octets of the file.
    public void more(int octets) throws IOException {
        socket.getOutputStream().write(form.octets(), sent, octets);
        sent += octets;
    }

    /// All that is missing, with the end of the form; the status of the answer.
    public int finish() throws IOException {
        more(form.octets().length - sent);
        socket.getOutputStream().write(form.after());
        String status = new String(socket.getInputStream().readNBytes(STATUS_END), US_ASCII);
        if (status.length() < STATUS_END) {
            throw new IOException("no answer to an upload");
        }
        return Integer.parseInt(status.substring(STATUS_AT));
    }

    private static String head(URI server, String authorization, FileForm form) {
        return "POST %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n"
                .formatted(
                        server.getRawPath(),
                        server.getHost(),
                        server.getPort(),
                        form.contentType(),
                        form.length(),
                        authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
