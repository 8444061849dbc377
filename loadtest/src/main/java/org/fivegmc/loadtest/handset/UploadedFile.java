package org.fivegmc.loadtest.handset;

/// What the content server said to an upload; `fileXml` is the document to send as a message, empty
/// when the status is not 200.
public record UploadedFile(int status, String fileXml) {}
