package org.fivegmc.store.body;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.storage.BodyStore.Chunk;
import org.fivegmc.core.storage.BodyStore.Reader;
import org.jspecify.annotations.Nullable;

/// Reads a body block by block, some blocks ahead of its caller: a virtual thread fetches until
/// [#AHEAD] blocks wait, and another one is started when half of them are taken.
final class FileBodyReader implements Reader {

    static final int BLOCK = 64 * 1024;
    static final int AHEAD = 4;

    private record Block(long start, byte[] octets) {
        long end() {
            return start + octets.length;
        }
    }

    private final FileBodyStore store;
    private final BodyRef ref;

    /// One behind the other, the last ending at `next`. Guards itself and the next six.
    private final Deque<Block> blocks = new ArrayDeque<>();

    private long next;
    private long jumps;
    private boolean running;
    private boolean closed;
    private @Nullable String gone;
    private @Nullable Runnable more;

    /// Known to the fetching thread alone.
    private @Nullable FileChannel channel;

    FileBodyReader(FileBodyStore store, BodyRef ref) {
        this.store = store;
        this.ref = ref;
    }

    @Override
    public Chunk read(long offset, int most, Runnable told) {
        synchronized (blocks) {
            if (closed) {
                return new Chunk.Gone("closed by its reader");
            }
            if (offset < 0) {
                return new Chunk.Gone("nothing is at " + offset);
            }
            if (offset >= ref.octets()) {
                return new Chunk.Octets(new byte[0], 0, 0);
            }
            Block block = at(offset);
            if (gone == null && !running && blocks.size() <= AHEAD / 2 && hasToFetch()) {
                running = store.run(this::fetch);
                gone = running ? null : FileBodyStore.CLOSED;
            }
            if (block != null) {
                int from = (int) (offset - block.start());
                return new Chunk.Octets(
                        block.octets(), from, Math.clamp(most, 0, block.octets().length - from));
            }
            if (gone != null) {
                return new Chunk.Gone(gone);
            }
            more = told;
            return Chunk.NOT_YET;
        }
    }

    /// The block with this octet, if it is there; those in front of it are let go. Holding the
    /// lock.
    private @Nullable Block at(long offset) {
        Block first = blocks.peek();
        while (first != null && first.end() <= offset) {
            blocks.poll();
            first = blocks.peek();
        }
        if (first != null && first.start() <= offset) {
            return first;
        }
        if (first != null || next != offset) {
            blocks.clear();
            next = offset;
            jumps++;
        }
        return null;
    }

    private boolean hasToFetch() {
        return blocks.size() < AHEAD && next < ref.octets();
    }

    private void fetch() {
        boolean end;
        while (true) {
            long from;
            long jump;
            synchronized (blocks) {
                if (closed || gone != null || !hasToFetch()) {
                    running = false;
                    end = closed || gone != null;
                    break;
                }
                from = next;
                jump = jumps;
            }
            byte[] octets = null;
            String cause = null;
            try {
                octets = block(from);
            } catch (IOException | RuntimeException e) {
                cause = e.toString();
            }
            Runnable told = fetched(jump, from, octets, cause);
            if (told != null) {
                store.tell(told);
            }
        }
        if (end) {
            shut();
        }
    }

    private @Nullable Runnable fetched(
            long jump, long from, byte @Nullable [] octets, @Nullable String cause) {
        synchronized (blocks) {
            if (octets == null) {
                gone = cause;
            } else if (jump == jumps) {
                blocks.add(new Block(from, octets));
                next = from + octets.length;
            } else {
                return null;
            }
            Runnable told = closed ? null : more;
            more = null;
            return told;
        }
    }

    private byte[] block(long from) throws IOException {
        FileChannel in = channel;
        if (in == null) {
            in =
                    store.opened(
                            FileChannel.open(
                                    store.directory()
                                            .known(ref.name())
                                            .orElseThrow(() -> new IOException("no such name")),
                                    StandardOpenOption.READ));
            channel = in;
            if (in.size() != ref.octets()) {
                throw new IOException(in.size() + " octets instead of " + ref.octets());
            }
        }
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, ref.octets() - from));
        while (block.hasRemaining()) {
            if (in.read(block, from + block.position()) < 0) {
                throw new EOFException("ends at " + (from + block.position()));
            }
        }
        return block.array();
    }

    private void shut() {
        FileChannel in = channel;
        if (in != null) {
            store.close(in);
            channel = null;
        }
    }

    @Override
    public void close() {
        synchronized (blocks) {
            if (closed) {
                return;
            }
            closed = true;
            blocks.clear();
            more = null;
            if (!running) {
                // the store closes what is open when it is closed itself
                store.run(this::shut);
            }
        }
    }
}
