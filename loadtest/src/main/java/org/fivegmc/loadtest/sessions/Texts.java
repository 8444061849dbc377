package org.fivegmc.loadtest.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.SplittableRandom;

/// Makes CPIM messages of a size: the same content for all of them, an id of its own for each.
final class Texts {
    private static final String HEAD =
            """
            From: <sip:anonymous@anonymous.invalid>
            To: <sip:anonymous@anonymous.invalid>
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: %s
            DateTime: 2026-01-01T00:00:00Z

            Content-Type: text/plain;charset=UTF-8
            Content-Length: %d

            """
                    .replace("\n", "\r\n");

    private final int octets;
    private final byte[] content;

    Texts(int octets) {
        this.octets = octets;
        this.content = new byte[octets];
        SplittableRandom random = new SplittableRandom(octets);
        for (int i = 0; i < octets; i++) {
            content[i] = (byte) ('a' + random.nextInt(26));
        }
    }

    byte[] of(String imdnId) {
        int rest = octets - HEAD.formatted(imdnId, octets).length();
        // one digit less in the length
        rest += HEAD.formatted(imdnId, octets).length() - HEAD.formatted(imdnId, rest).length();
        byte[] head = HEAD.formatted(imdnId, rest).getBytes(UTF_8);
        byte[] message = new byte[head.length + rest];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(content, 0, message, head.length, rest);
        return message;
    }
}
