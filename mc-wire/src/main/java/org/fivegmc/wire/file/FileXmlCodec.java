package org.fivegmc.wire.file;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.xml.XmlText;

/// Reads and writes the XML of file transfer over HTTP.
///
/// Reading goes by local names, so that prefixes, the old form without namespaces and elements of
/// operators make no difference: `branded-url` may be an element or an attribute of `data`, order
/// does not matter, what is unknown is passed over. A document type is refused, nothing outside of
/// the document is fetched, and [#MAX_OCTETS] is the longest that is looked at.
public final class FileXmlCodec {
    /// Longest document that is read.
    public static final int MAX_OCTETS = 16 * 1024;

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n";
    private static final String ROOT =
            "<file xmlns=\"urn:gsma:params:xml:ns:rcs:rcs:fthttp\""
                    + " xmlns:e=\"urn:gsma:params:xml:ns:rcs:rcs:up:fthttpext\""
                    + " xmlns:am=\"urn:gsma:params:xml:ns:rcs:rcs:rram\">";
    private static final String PLAIN_ROOT = "<file>";

    private FileXmlCodec() {}

    /// The document of a message or of an upload's answer. It has a file with an address; a size
    /// that can't be read is [FileEntry#UNKNOWN].
    public static Parse<FileInfo> read(ByteSlice document) {
        return new FileXmlReader().info(document);
    }

    /// What a content server answers to a question after an interrupted upload.
    public static Parse<ResumeInfo> readResume(ByteSlice document) {
        return new FileXmlReader().resume(document);
    }

    /// The thumbnail first, as clients expect it.
    public static byte[] write(FileInfo info, FileXmlForm form) {
        var out = new StringBuilder(1024).append(DECLARATION);
        out.append(form == FileXmlForm.CURRENT ? ROOT : PLAIN_ROOT);
        info.thumbnail().ifPresent(entry -> entry(out, "thumbnail", entry, form));
        entry(out, "file", info.file(), form);
        return out.append("</file>").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// No namespace in either form: the clients that ask know none here.
    public static byte[] write(ResumeInfo info) {
        var out = new StringBuilder(256).append(DECLARATION).append("<file-resume-info>");
        out.append("<file-range start=\"").append(info.start());
        out.append("\" end=\"").append(info.end()).append("\"/><data url=\"");
        XmlText.append(out, info.url());
        return out.append("\"/></file-resume-info>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void entry(StringBuilder out, String type, FileEntry entry, FileXmlForm form) {
        boolean current = form == FileXmlForm.CURRENT;
        out.append("<file-info type=\"").append(type).append('"');
        if (current && !entry.disposition().isEmpty()) {
            out.append(" file-disposition=\"");
            XmlText.append(out, entry.disposition());
            out.append('"');
        }
        out.append('>');
        if (entry.size() != FileEntry.UNKNOWN) {
            XmlText.element(out, "file-size", Long.toString(entry.size()));
        }
        XmlText.element(out, "file-name", entry.name());
        XmlText.element(out, "content-type", entry.contentType());
        if (current && entry.playingSeconds() != FileEntry.UNKNOWN) {
            XmlText.element(out, "am:playing-length", Long.toString(entry.playingSeconds()));
        }
        out.append("<data url=\"");
        XmlText.append(out, entry.url());
        out.append('"');
        entry.until().ifPresent(until -> out.append(" until=\"").append(time(until)).append('"'));
        out.append("/>");
        if (current) {
            XmlText.element(out, "e:branded-url", entry.brandedUrl());
        }
        out.append("</file-info>");
    }

    /// Whole seconds with `Z`: some clients read nothing else.
    private static String time(Instant until) {
        return DateTimeFormatter.ISO_INSTANT.format(until.truncatedTo(ChronoUnit.SECONDS));
    }
}
