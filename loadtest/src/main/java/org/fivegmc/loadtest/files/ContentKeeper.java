package org.fivegmc.loadtest.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivegmc.loadtest.handset.DigestAnswer;
import org.fivegmc.loadtest.handset.DigestChallenge;
import org.fivegmc.loadtest.handset.Secret;
import org.fivegmc.loadtest.http.HttpLink.Head;
import org.fivegmc.loadtest.http.HttpLink;

/// The content server, as a handset speaks with it (RCC.07 section 3.2.5.3): it asks whether it
/// may, is challenged, and sends forms. A nonce is used for a minute, with a count that rises, and
/// then it asks anew: so no upload is challenged, whose octets would have been sent for nothing.
final class ContentKeeper implements FileKeeper {
    private static final long NONCE_NANOS = 60_000_000_000L;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int CHALLENGED = 401;
    private static final String BOUNDARY = "5gmc-load-files-4b1d8f0a";
    private static final Pattern ADDRESS = Pattern.compile("<data\\s[^>]*url\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern SIZE = Pattern.compile("<file-size>(\\d+)</file-size>");

    private final FileOptions options;
    private final FileOctets octets;
    private final String run;
    private final Secret.Password secret;
    private Optional<DigestChallenge> challenge = Optional.empty();
    private long challengedAt;
    private int count;

    ContentKeeper(FileOptions options, FileOctets octets, String run, int connection) {
        this.options = options;
        this.octets = octets;
        this.run = run;
        secret =
                new Secret.Password(
                        "+86138%08d".formatted(options.firstUser() + connection),
                        options.password());
    }

    @Override
    public void reconnected() {
        challenge = Optional.empty();
    }

    @Override
    public String store(HttpLink link, long number) throws IOException, RefusedException {
        if (challenge.isEmpty() || System.nanoTime() - challengedAt > NONCE_NANOS) {
            introduce(link);
        }
        ByteBuffer front = ByteBuffer.wrap(front(number).getBytes(US_ASCII));
        ByteBuffer back = ByteBuffer.wrap(("\r\n--" + BOUNDARY + "--\r\n").getBytes(US_ASCII));
        long length = (long) front.remaining() + octets.size() + back.remaining();
        String type = "Content-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\n";
        link.send(head(length, type), front, FileOctets.head(number), octets.rest(), back);
        Head head = link.head();
        String document = link.text(head.length());
        if (head.status() != OK) {
            throw new RefusedException("an upload was answered with " + head.status());
        }
        return address(document);
    }

    /// The server's own word for the file: where it is, and that it is as long as what was sent.
    private String address(String document) throws RefusedException {
        Matcher address = ADDRESS.matcher(document);
        Matcher size = SIZE.matcher(document);
        if (!address.find() || !size.find()) {
            throw new RefusedException("an upload was answered without an address and a size");
        }
        if (!size.group(1).equals(Integer.toString(octets.size()))) {
            throw new RefusedException("the server has " + size.group(1) + " octets of a file");
        }
        return URI.create(address.group(1)).getRawPath();
    }

    private void introduce(HttpLink link) throws IOException, RefusedException {
        challenge = Optional.empty();
        Head head = probe(link);
        if (head.status() == CHALLENGED) {
            challenge = DigestChallenge.choose(head.values("www-authenticate"));
            challengedAt = System.nanoTime();
            count = 0;
            head = probe(link);
        }
        if (head.status() != NO_CONTENT) {
            throw new RefusedException("the server says " + head.status() + " to an upload");
        }
    }

    private Head probe(HttpLink link) throws IOException {
        link.send(head(0, ""));
        Head head = link.head();
        link.body(head.length(), _ -> {});
        return head;
    }

    private String head(long length, String more) {
        return "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n%s%s\r\n"
                .formatted(options.path(), options.host(), length, more, authorization());
    }

    private String authorization() {
        if (challenge.isEmpty()) {
            return "";
        }
        count++;
        String cnonce = run + count;
        return "Authorization: %s\r\n"
                .formatted(
                        DigestAnswer.header(
                                challenge.get(), secret, "POST", options.path(), cnonce, count));
    }

    private String front(long number) {
        return """
        --%1$s
        Content-Disposition: form-data; name="tid"
        Content-Type: text/plain

        %2$s-%3$d
        --%1$s
        Content-Disposition: form-data; name="File"; filename="%3$d.bin"
        Content-Type: application/octet-stream

        """
                .formatted(BOUNDARY, run, number)
                .replace("\n", "\r\n");
    }
}
