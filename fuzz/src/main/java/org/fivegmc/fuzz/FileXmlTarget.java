package org.fivegmc.fuzz;

import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.file.FileXmlForm;
import org.fivegmc.wire.file.ResumeInfo;

/// Documents of file transfer over HTTP.
public final class FileXmlTarget {
    private FileXmlTarget() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        check(octets);
    }

    static boolean check(byte[] octets) {
        ByteSlice document = ByteSlice.of(octets);
        Optional<FileInfo> info = FileXmlCodec.read(document).toOptional();
        info.ifPresent(FileXmlTarget::again);
        Optional<ResumeInfo> resume = FileXmlCodec.readResume(document).toOptional();
        resume.ifPresent(read -> {
            byte[] written = FileXmlCodec.write(read);
            if (written.length <= FileXmlCodec.MAX_OCTETS) {
                Target.same(
                        "resume",
                        Optional.of(read),
                        FileXmlCodec.readResume(ByteSlice.of(written)).toOptional());
            }
        });
        return info.isPresent() || resume.isPresent();
    }

    private static void again(FileInfo info) {
        byte[] current = FileXmlCodec.write(info, FileXmlForm.CURRENT);
        if (current.length <= FileXmlCodec.MAX_OCTETS) {
            Target.same(
                    "written",
                    Optional.of(info),
                    FileXmlCodec.read(ByteSlice.of(current)).toOptional());
        }
        byte[] plain = FileXmlCodec.write(info, FileXmlForm.PLAIN);
        if (plain.length <= FileXmlCodec.MAX_OCTETS) {
            Target.same(
                    "address in the old form",
                    Optional.of(info.file().url()),
                    FileXmlCodec.read(ByteSlice.of(plain)).toOptional().map(i -> i.file().url()));
        }
    }
}
