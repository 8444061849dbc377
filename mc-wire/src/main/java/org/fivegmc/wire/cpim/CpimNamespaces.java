package org.fivegmc.wire.cpim;

import org.fivegmc.wire.ByteSlice;

/// URIs of the CPIM header namespaces of RCS. A header belongs to a namespace by URI; the prefix is
/// the sender's choice (RFC 3862 section 3.4).
public final class CpimNamespaces {
    /// Headers without a prefix: From, To, DateTime, NS and so on.
    public static final String CORE = "urn:ietf:params:cpim-headers:";

    /// RFC 5438 section 6.
    public static final String IMDN = "urn:ietf:params:imdn";

    public static final String CPM = "http://www.openmobilealliance.org/cpm/";

    /// A spelling of [#CPM] that occurs in client code; read as the same namespace, never written.
    public static final String CPM_VARIANT = "http://www.openmobilealliance.org/cpm/cpim";

    /// Chatbot traffic (`Traffic-Type`).
    public static final String MAAP = "http://www.gsma.com/rcs/maap/";

    private CpimNamespaces() {}

    static boolean same(ByteSlice uri, String namespace) {
        if (uri.equalsIgnoreCase(namespace)) {
            return true;
        }
        return namespace.equals(CPM) && uri.equalsIgnoreCase(CPM_VARIANT);
    }

    /// The namespace a prefix usually stands for: headers whose sender forgot the declaration.
    static boolean customary(ByteSlice prefix, String namespace) {
        return switch (namespace) {
            case IMDN -> prefix.equalsIgnoreCase("imdn");
            case CPM -> prefix.equalsIgnoreCase("cpm");
            case MAAP -> prefix.equalsIgnoreCase("maap");
            default -> false;
        };
    }
}
