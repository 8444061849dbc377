package org.fivegmc.fallback.mm7;

/// Who we are at an MMSC, and how it wants to be spoken to.
///
/// @param user of HTTP Basic; empty for none
/// @param vaspId provider
/// @param vasId service of the provider; empty for none
/// @param serviceCode for billing; empty for none
/// @param senderCode service code shown as the sender; empty for the sender of the message
/// @param schema namespace of what is written, `…/REL-6-MM7-1-4` for example; what is read may have
///   any
/// @param version MM7Version of what is written
public record Mm7Account(
        String user,
        String password,
        String vaspId,
        String vasId,
        String serviceCode,
        String senderCode,
        String schema,
        String version) {
    /// What all namespaces of MM7 begin with.
    public static final String SCHEMAS =
            "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/";

    /// The password is kept out of logs.
    @Override
    public String toString() {
        return "Mm7Account[" + user + ", " + vaspId + "/" + vasId + "]";
    }
}
