package org.fivegmc.server.observe;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.event.EventSink;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.MessageId;

/// Remembers the latest events, so that the story of a message can be told while it is young.
///
/// Events are kept as octets in pages outside the heap, the oldest page being written anew: what is
/// remembered costs the collector nothing, however much it is. An event takes about 50 to 150
/// octets. Writing costs a fraction of a microsecond; looking up reads every page, one at a time,
/// which is fine for a person who asks. Thread-safe.
public final class TraceBook implements EventSink {

    /// Octets kept, by default: the events of some hundred thousand messages.
    public static final int DEFAULT_CAPACITY = 32 << 20;

    static final int PAGE = 256 << 10;

    private final List<Page> pages;
    private volatile int current;

    /// Events one after the other, each after its length (2). Guarded by itself.
    private static final class Page {

        private final ByteBuffer octets = ByteBuffer.allocateDirect(PAGE);

        /// @return false when there is no room
        synchronized boolean add(TrailEvent event) {
            int begin = octets.position();
            try {
                octets.putShort((short) 0);
                if (TrailCodec.write(event, octets)) {
                    octets.putShort(begin, (short) (octets.position() - begin));
                } else {
                    octets.position(begin);
                }
                return true;
            } catch (BufferOverflowException _) {
                octets.position(begin);
                return false;
            }
        }

        synchronized void clear() {
            octets.clear();
        }

        synchronized void collect(MessageId id, List<TrailEvent> found) {
            for (int at = 0; at < octets.position(); at += octets.getShort(at)) {
                if (TrailCodec.isAbout(octets, at + 2, id)) {
                    found.add(TrailCodec.read(octets, at + 2));
                }
            }
        }

        synchronized Optional<MessageId> lastAccepted(String imdnId) {
            Optional<MessageId> last = Optional.empty();
            for (int at = 0; at < octets.position(); at += octets.getShort(at)) {
                if (TrailCodec.acceptedImdnId(octets, at + 2).filter(imdnId::equals).isPresent()) {
                    last = Optional.of(TrailCodec.trail(octets, at + 2));
                }
            }
            return last;
        }
    }

    /// @param capacity octets kept; at least two pages are
    public TraceBook(int capacity) {
        int count = Math.max(2, capacity / PAGE);
        var made = new ArrayList<Page>(count);
        for (int i = 0; i < count; i++) {
            made.add(new Page());
        }
        pages = List.copyOf(made);
    }

    @Override
    public void on(TrailEvent event) {
        if (event.trail().equals(TrailEvent.NO_TRAIL)) {
            return;
        }
        for (int page = current; !pages.get(page).add(event); page = current) {
            turn(page);
        }
    }

    /// To the page after the full one, unless somebody was faster.
    private synchronized void turn(int full) {
        if (current == full) {
            int next = (full + 1) % pages.size();
            pages.get(next).clear();
            current = next;
        }
    }

    private List<Page> oldestFirst() {
        int newest = current;
        var order = new ArrayList<Page>(pages.size());
        for (int i = 1; i <= pages.size(); i++) {
            order.add(pages.get((newest + i) % pages.size()));
        }
        return order;
    }

    /// Events of one message, oldest first.
    public List<TrailEvent> of(MessageId id) {
        var found = new ArrayList<TrailEvent>();
        for (Page page : oldestFirst()) {
            page.collect(id, found);
        }
        return found;
    }

    /// The latest message that its sender gave this id.
    public Optional<MessageId> byImdnId(String imdnId) {
        for (Page page : oldestFirst().reversed()) {
            Optional<MessageId> found = page.lastAccepted(imdnId);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
