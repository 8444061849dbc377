package org.fivegmc.loadtest.handset;

import java.util.Optional;
import java.util.UUID;

/// A file to upload.
///
/// @param tid names the upload at the server, and is the same when it is tried again
/// @param thumbnail a small JPEG of it
public record OutgoingFile(
        String tid, String name, String type, byte[] octets, Optional<byte[]> thumbnail) {

    public static OutgoingFile of(String name, String type, byte[] octets) {
        return new OutgoingFile(UUID.randomUUID().toString(), name, type, octets, Optional.empty());
    }

    public OutgoingFile withThumbnail(byte[] jpeg) {
        return new OutgoingFile(tid, name, type, octets, Optional.of(jpeg));
    }
}
