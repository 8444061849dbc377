package org.fivegmc.fuzz;

import java.util.List;
import org.fivegmc.wire.imdn.ImdnCodec;
import org.fivegmc.wire.imdn.ImdnReport;
import org.fivegmc.wire.imdn.ImdnResult;

/// Disposition reports.
public final class ImdnTarget {
    private static final ImdnCodec CODEC = new ImdnCodec();

    private ImdnTarget() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        check(octets);
    }

    static boolean check(byte[] octets) {
        if (!(CODEC.parse(octets) instanceof ImdnResult.Parsed(List<ImdnReport> reports, int _))) {
            return false;
        }
        for (ImdnReport report : reports) {
            report.time();
            byte[] written = CODEC.write(report);
            if (written.length <= ImdnCodec.DEFAULT_MAX_DOCUMENT) {
                Target.same(
                        "written", new ImdnResult.Parsed(List.of(report), 0), CODEC.parse(written));
            }
        }
        return true;
    }
}
