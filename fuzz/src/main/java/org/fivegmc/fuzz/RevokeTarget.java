package org.fivegmc.fuzz;

import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.revoke.RevokeCodec;
import org.fivegmc.wire.revoke.RevokeDocument;

/// Revocation documents, bare or in a CPIM.
public final class RevokeTarget {
    private RevokeTarget() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        check(octets);
    }

    static boolean check(byte[] octets) {
        Optional<RevokeDocument> read = read(octets);
        read.ifPresent(document -> {
            byte[] written = RevokeCodec.write(document);
            if (written.length <= RevokeCodec.MAX_OCTETS) {
                Target.same("written", read, RevokeCodec.read(ByteSlice.of(written)).toOptional());
            }
        });
        return read.isPresent();
    }

    private static Optional<RevokeDocument> read(byte[] octets) {
        Optional<RevokeDocument> bare = RevokeCodec.read(ByteSlice.of(octets)).toOptional();
        return bare.isEmpty()
                        && CpimMessage.parse(octets) instanceof CpimResult.Parsed(CpimMessage cpim)
                ? RevokeCodec.read(cpim).toOptional()
                : bare;
    }
}
