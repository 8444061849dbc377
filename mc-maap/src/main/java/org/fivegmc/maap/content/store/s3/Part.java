package org.fivegmc.maap.content.store.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/// Some octets of a file as the body of a request: read anew for every checksum and every try, and
/// never as a whole in memory. The client does not close all the streams it asks for, so that is
/// done here. Thread: that of the request.
final class Part implements ContentStreamProvider, AutoCloseable {
    private final Path file;
    private final long from;
    private final long length;
    private @Nullable InputStream open;

    Part(Path file, long from, long length) {
        this.file = file;
        this.from = from;
        this.length = length;
    }

    RequestBody request() {
        return RequestBody.fromContentProvider(this, length, Bucket.TYPE);
    }

    @Override
    public InputStream newStream() {
        close();
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            InputStream stream = new Limited(Channels.newInputStream(channel), length);
            open = stream;
            channel.position(from);
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        InputStream there = open;
        open = null;
        if (there != null) {
            try {
                there.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The first octets of a stream.
    private static final class Limited extends FilterInputStream {
        private long left;

        Limited(InputStream in, long length) {
            super(in);
            left = length;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = left == 0 ? -1 : super.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(n, 0);
            return n;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
