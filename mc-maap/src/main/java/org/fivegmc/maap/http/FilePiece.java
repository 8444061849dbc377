package org.fivegmc.maap.http;

import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/// A piece of a file on its way to a socket. How far it has come may be asked on any thread. The
/// last one closes the file.
final class FilePiece extends DefaultFileRegion {
    private final FileChannel file;
    private final boolean last;
    private volatile long taken;

    FilePiece(FileChannel file, long offset, long length, boolean last) {
        super(file, offset, length);
        this.file = file;
        this.last = last;
    }

    /// Octets that the socket has taken.
    long taken() {
        return taken;
    }

    @Override
    public long transferTo(WritableByteChannel target, long position) throws IOException {
        long n = super.transferTo(target, position);
        taken = transferred();
        return n;
    }

    @Override
    protected void deallocate() {
        if (last) {
            try {
                file.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
