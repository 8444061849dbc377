package org.fivegmc.maap.content;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// What the first octets of a file say it is.
final class MagicNumbers {
    /// Octets that are looked at.
    static final int LOOKED_AT = 512;

    static final String HTML = "text/html";
    static final String SVG = "image/svg+xml";

    /// Octets at an offset; characters are octets, `?` stands for any.
    private record Magic(int offset, String octets, String type) {}

    private static final List<Magic> MAGIC =
            List.of(
                    new Magic(0, "\u00ff\u00d8\u00ff", "image/jpeg"),
                    new Magic(0, "\u0089PNG\r\n\u001a\n", "image/png"),
                    new Magic(0, "GIF87a", "image/gif"),
                    new Magic(0, "GIF89a", "image/gif"),
                    new Magic(0, "RIFF????WEBP", "image/webp"),
                    new Magic(0, "RIFF????WAVE", "audio/wav"),
                    new Magic(0, "RIFF????AVI ", "video/x-msvideo"),
                    new Magic(4, "ftyphei", "image/heic"),
                    new Magic(4, "ftypmif1", "image/heif"),
                    new Magic(4, "ftypavif", "image/avif"),
                    new Magic(4, "ftypM4A", "audio/mp4"),
                    new Magic(4, "ftyp3g", "video/3gpp"),
                    new Magic(4, "ftypqt", "video/quicktime"),
                    new Magic(4, "ftyp", "video/mp4"),
                    new Magic(0, "\u001aE\u00df\u00a3", "video/webm"),
                    new Magic(0, "OggS", "audio/ogg"),
                    new Magic(0, "fLaC", "audio/flac"),
                    new Magic(0, "ID3", "audio/mpeg"),
                    new Magic(0, "\u00ff\u00fb", "audio/mpeg"),
                    new Magic(0, "\u00ff\u00fa", "audio/mpeg"),
                    new Magic(0, "\u00ff\u00f3", "audio/mpeg"),
                    new Magic(0, "\u00ff\u00f2", "audio/mpeg"),
                    new Magic(0, "\u00ff\u00f1", "audio/aac"),
                    new Magic(0, "#!AMR-WB\n", "audio/amr-wb"),
                    new Magic(0, "#!AMR\n", "audio/amr"),
                    new Magic(0, "MThd", "audio/midi"),
                    new Magic(0, "%PDF-", "application/pdf"),
                    new Magic(0, "PK\u0003\u0004", "application/zip"),
                    new Magic(0, "Rar!\u001a\u0007", "application/vnd.rar"),
                    new Magic(0, "7z\u00bc\u00af'\u001c", "application/x-7z-compressed"),
                    new Magic(0, "\u001f\u008b", "application/gzip"),
                    new Magic(0, "\u007fELF", "application/x-elf"),
                    new Magic(0, "\u00cf\u00fa\u00ed\u00fe", "application/x-mach-binary"),
                    new Magic(0, "\u00fe\u00ed\u00fa\u00cf", "application/x-mach-binary"),
                    new Magic(0, "\u00ca\u00fe\u00ba\u00be", "application/java-vm"),
                    new Magic(0, "L\0\0\0\u0001\u0014\u0002\0", "application/x-ms-shortcut"),
                    new Magic(0, "#!", "application/x-sh"));

    /// Beginnings of texts that browsers run, in small letters.
    private static final List<String> ACTIVE =
            List.of("<!doctype html", "<html", "<head", "<body", "<script", "<iframe");

    private MagicNumbers() {}

    /// The media type, or an empty text.
    static String typeOf(byte[] head, int length) {
        String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        for (Magic magic : MAGIC) {
            if (matches(text, magic)) {
                return magic.type();
            }
        }
        if (isWindowsProgram(text)) {
            return "application/x-msdownload";
        }
        String begin = text.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading();
        String small = begin.toLowerCase(Locale.ROOT);
        if (small.startsWith("begin:vcard")) {
            return "text/vcard";
        }
        if (ACTIVE.stream().anyMatch(small::startsWith)) {
            return HTML;
        }
        boolean markup = small.startsWith("<?xml") || small.startsWith("<!--");
        if (small.startsWith("<svg") || (markup && small.contains("<svg"))) {
            return SVG;
        }
        return markup && small.contains("<html") ? HTML : "";
    }

    /// `MZ` alone begins many a text.
    private static boolean isWindowsProgram(String text) {
        return text.startsWith("MZ") && text.chars().anyMatch(c -> c == 0);
    }

    private static boolean matches(String text, Magic magic) {
        String wanted = magic.octets();
        if (text.length() < magic.offset() + wanted.length()) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            char c = wanted.charAt(i);
            if (c != '?' && c != text.charAt(magic.offset() + i)) {
                return false;
            }
        }
        return true;
    }
}
