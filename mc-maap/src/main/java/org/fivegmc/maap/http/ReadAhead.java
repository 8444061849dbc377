package org.fivegmc.maap.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Has the kernel read a part of a file into its cache, and copies nothing: the part is sent to
/// where everything vanishes. So a virtual thread waits for the disk, and the event loop that sends
/// the part afterwards finds it in memory, unless memory was needed in between.
///
/// Thread-safe.
final class ReadAhead implements AutoCloseable {
    private static final Path NOWHERE = Path.of("/dev/null");

    private final WritableByteChannel nowhere;

    ReadAhead() {
        nowhere = nowhere();
    }

    private static WritableByteChannel nowhere() {
        try {
            return FileChannel.open(NOWHERE, StandardOpenOption.WRITE);
        } catch (IOException _) {
            // a system without it: then octets are copied, once
            return Channels.newChannel(OutputStream.nullOutputStream());
        }
    }

    void load(FileChannel file, long offset, long length) throws IOException {
        long at = offset;
        long end = offset + length;
        while (at < end) {
            long n = file.transferTo(at, end - at, nowhere);
            if (n <= 0) {
                throw new IOException("a file ended " + (end - at) + " octets too early");
            }
            at += n;
        }
    }

    @Override
    public void close() {
        try {
            nowhere.close();
        } catch (IOException _) {
            // nothing is lost by it
        }
    }
}
