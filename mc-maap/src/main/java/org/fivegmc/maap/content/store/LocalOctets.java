package org.fivegmc.maap.content.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Octets of a file on a disk of this machine: a stream for whoever reads, and the file itself for
/// whoever lets the kernel send it. Closing either closes both.
public final class LocalOctets extends FilterInputStream {
    private final FileChannel file;
    private final long offset;

    private LocalOctets(FileChannel file, long offset) {
        super(Channels.newInputStream(file));
        this.file = file;
        this.offset = offset;
    }

    static LocalOctets open(Path path, long offset) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new LocalOctets(file.position(offset), offset);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    public FileChannel file() {
        return file;
    }

    /// Where the stream began.
    public long offset() {
        return offset;
    }
}
