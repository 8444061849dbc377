package org.fivegmc.wire.file;

/// What the content server has of an upload that was cut off (`file-resume-info`).
///
/// @param start first octet it has, always 0
/// @param end last octet it has
/// @param url where the rest goes by PUT
public record ResumeInfo(long start, long end, String url) {}
