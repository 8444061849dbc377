package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Set;
import org.fivegmc.loadtest.msrp.Content;

/// A CPIM message to send, made of its head and a content that is read as it is sent.
final class CpimContent implements Content {
    private final byte[] head;
    private final Content rest;

    private CpimContent(byte[] head, Content rest) {
        this.head = head;
        this.rest = rest;
    }

    static Content of(String imdnId, Set<Disposition> wanted, String contentType, Content content) {
        String head = Templates.head(imdnId, Templates.now(), wanted, contentType, content.total());
        return new CpimContent(head.getBytes(UTF_8), content);
    }

    @Override
    public long total() {
        return head.length + rest.total();
    }

    @Override
    public void read(long offset, byte[] into, int count) throws IOException {
        int ofHead = (int) Math.max(0, Math.min(count, head.length - offset));
        if (ofHead > 0) {
            System.arraycopy(head, (int) offset, into, 0, ofHead);
        }
        int ofRest = count - ofHead;
        if (ofHead == 0) {
            rest.read(offset - head.length, into, ofRest);
        } else if (ofRest > 0) {
            byte[] piece = new byte[ofRest];
            rest.read(0, piece, ofRest);
            System.arraycopy(piece, 0, into, ofHead, ofRest);
        }
    }
}
