package org.fivegmc.loadtest.files;

import java.io.IOException;
import org.fivegmc.loadtest.http.HttpLink.Head;
import org.fivegmc.loadtest.http.HttpLink;

/// A web server that takes a file by PUT, from anybody and under any name.
record PlainKeeper(FileOptions options, FileOctets octets, String run) implements FileKeeper {
    private static final int CREATED = 201;

    @Override
    public String store(HttpLink link, long number) throws IOException, RefusedException {
        String slash = options.path().endsWith("/") ? "" : "/";
        String path = options.path() + slash + run + "-" + number + ".bin";
        link.send(
                "PUT %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(path, options.host(), octets.size()),
                FileOctets.head(number),
                octets.rest());
        Head head = link.head();
        link.body(head.length(), _ -> {});
        if (head.status() != CREATED) {
            throw new RefusedException("PUT was answered with " + head.status());
        }
        return path;
    }

    @Override
    public void reconnected() {
        // nothing is known of a connection
    }
}
