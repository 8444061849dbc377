package org.fivegmc.loadtest.handset;

/// An upload that was gone on with.
///
/// @param from how many octets the server had kept; 0 when it began anew
public record ResumedUpload(long from, UploadedFile file) {}
