package org.fivegmc.loadtest.handset;

/// A file that was fetched: its name as the document has it, type and octets as the server gave
/// them, the digest in hexadecimal.
public record DownloadedFile(
        int status, String name, String contentType, long octets, String sha256) {}
