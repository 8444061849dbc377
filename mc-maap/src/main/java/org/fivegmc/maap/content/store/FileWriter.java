package org.fivegmc.maap.content.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/// The only one who writes a draft; for one thread.
public interface FileWriter extends AutoCloseable {
    FileFacts facts();

    /// Octets so far.
    long length();

    /// Appends a stream, reading no faster than it can be stored. An exception is a fault of the
    /// store, never of the stream.
    ///
    /// @param most octets the stream may have
    Written append(InputStream in, long most) throws IOException;

    /// Makes the draft a file. When this returns the file survives a crash and everybody sees it as
    /// a whole. When it throws [StoreUnavailableException] the draft is still there, and known to
    /// be whole ([Draft#whole()]): it can be resumed and published without a further octet.
    StoredFile publish(Instant until) throws IOException;

    /// Drops what was written.
    void discard() throws IOException;

    /// Keeps a draft that was neither published nor discarded, safe from a crash.
    @Override
    void close() throws IOException;
}
