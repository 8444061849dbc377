package org.fivegmc.maap.content.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.fivegmc.maap.content.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/// Octets of an object, in order, with nothing buffered here. A server that hangs up, as they do
/// when a reader is slow or they are restarted, is asked again for the rest. For one thread.
final class BucketStream extends InputStream {
    private final Bucket bucket;
    private final Semaphore slots;
    private final String key;
    private final long end;
    private long position;
    private int failures;
    private @Nullable InputStream current;

    /// Asks at once, so that whoever opens it hears when it is not possible.
    ///
    /// @param slots one is held while a request is open
    BucketStream(Bucket bucket, Semaphore slots, String key, long offset, long length)
            throws IOException {
        this.bucket = bucket;
        this.slots = slots;
        this.key = key;
        this.position = offset;
        this.end = offset + length;
        if (length > 0) {
            current = request();
        }
    }

    private InputStream request() throws IOException {
        boolean ours = false;
        try {
            ours =
                    slots.tryAcquire(
                            bucket.limits().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (!ours) {
                bucket.busy();
                throw new StoreUnavailableException(
                        "more than "
                                + bucket.limits().downloads()
                                + " downloads at once (three quarters of content.s3.max-connections)");
            }
            InputStream opened = bucket.read(key, position, end - 1);
            ours = false; // it is the stream's now
            return opened;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted", e);
        } finally {
            if (ours) {
                slots.release();
            }
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (position < end) {
            try {
                if (current == null) {
                    current = request();
                }
            } catch (NoSuchFileException e) {
                throw new StoreUnavailableException("deleted while it was read", e);
            }
            try {
                int n = current.read(target, offset, (int) Math.min(length, end - position));
                if (n > 0) {
                    position += n;
                    failures = 0;
                    if (position == end) {
                        letGo();
                    }
                    return n;
                }
                again(new IOException("ended " + (end - position) + " octets too early"));
            } catch (StoreUnavailableException e) {
                throw e;
            } catch (IOException e) {
                again(e);
            }
        }
        return -1;
    }

    private void again(IOException cause) throws StoreUnavailableException {
        letGo();
        bucket.brokeOff(cause);
        failures++;
        if (failures >= bucket.limits().attempts()) {
            throw new StoreUnavailableException("reading broke off", cause);
        }
    }

    private void letGo() {
        InputStream held = current;
        if (held != null) {
            current = null;
            slots.release();
            try {
                held.close();
            } catch (IOException e) {
                // it is not used again
                bucket.closed(e);
            }
        }
    }

    @Override
    public void close() {
        letGo();
        position = end;
    }
}
