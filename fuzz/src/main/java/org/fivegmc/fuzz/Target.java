package org.fivegmc.fuzz;

import java.util.Locale;
import java.util.Objects;

/// A codec under test. Jazzer calls the `fuzzerTestOneInput` of the class of a target; the tests
/// call [#check].
public enum Target {
    MSRP,
    SDP,
    CPIM,
    IMDN,
    MULTIPART,
    FILEXML,
    REVOKE,
    SIP,
    CMPP;

    /// Checks what must hold; throws [Broken] when it does not, and whatever else the codec throws.
    ///
    /// @return whether the codec could make something of the octets
    public boolean check(byte[] octets) {
        return switch (this) {
            case MSRP -> MsrpTarget.check(octets);
            case SDP -> SdpTarget.check(octets);
            case CPIM -> CpimTarget.check(octets);
            case IMDN -> ImdnTarget.check(octets);
            case MULTIPART -> MultipartTarget.check(octets);
            case FILEXML -> FileXmlTarget.check(octets);
            case REVOKE -> RevokeTarget.check(octets);
            case SIP -> SipTarget.check(octets);
            case CMPP -> CmppTarget.check(octets);
        };
    }

    /// As on the command line and in the names of directories.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// A property does not hold.
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    static void same(String what, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new Broken(what + ":\n" + expected + "\n" + actual);
        }
    }

    static void holds(String what, boolean condition) {
        if (!condition) {
            throw new Broken(what);
        }
    }
}
