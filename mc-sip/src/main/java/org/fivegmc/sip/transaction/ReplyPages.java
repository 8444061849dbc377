package org.fivegmc.sip.transaction;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.fivegmc.sip.codec.SipReply;
import org.jspecify.annotations.Nullable;

/// Replies as octets outside the heap, in pages; first in, first out. A page is free again when the
/// last reply in it is gone, and is kept for the next. Not thread safe.
final class ReplyPages {

    static final int PAGE = 256 << 10;

    private final int maxPages;
    private final Deque<Page> free = new ArrayDeque<>();
    private @Nullable Page filling;
    private int made;

    /// Where a reply lies.
    record Place(Page page, int at) {}

    static final class Page {
        private final ByteBuffer octets = ByteBuffer.allocateDirect(PAGE);
        private int replies;
    }

    /// @param octets most octets, in whole pages; at least two are used
    ReplyPages(int octets) {
        this.maxPages = Math.max(2, octets / PAGE);
    }

    /// @return null when there is no room
    @Nullable Place add(SipReply reply) {
        Page page = filling;
        if (page != null) {
            Place place = addTo(page, reply);
            if (place != null) {
                return place;
            }
        }
        Page next = fresh();
        if (next == null) {
            return null;
        }
        filling = next;
        if (page != null && page.replies == 0) {
            recycle(page);
        }
        return addTo(next, reply);
    }

    private static @Nullable Place addTo(Page page, SipReply reply) {
        int at = page.octets.position();
        try {
            reply.writeTo(page.octets);
        } catch (BufferOverflowException _) {
            page.octets.position(at);
            return null;
        }
        page.replies++;
        return new Place(page, at);
    }

    private @Nullable Page fresh() {
        Page page = free.poll();
        if (page == null && made < maxPages) {
            made++;
            page = new Page();
        }
        return page;
    }

    private void recycle(Page page) {
        page.octets.clear();
        free.add(page);
    }

    SipReply read(Place place) {
        return SipReply.readFrom(place.page().octets.duplicate().position(place.at()));
    }

    void removeOldest(Place place) {
        Page page = place.page();
        page.replies--;
        if (page.replies == 0 && page != filling) {
            recycle(page);
        }
    }
}
