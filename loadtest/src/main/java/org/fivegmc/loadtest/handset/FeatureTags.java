package org.fivegmc.loadtest.handset;

/// The Contact parameters of a UP 2.4 client (RCC.07 section 2.4, RFC 3840), as they go on the
/// wire.
final class FeatureTags {
    private static final String ICSI = "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.";
    private static final String IARI = "urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.";

    static final String UP24 =
            ";+g.3gpp.icsi-ref=\"%1$smsg,%1$slargemsg,%1$sdeferred,%1$ssession\"".formatted(ICSI)
                    + ";+g.3gpp.iari-ref=\"%1$sfthttp,%1$sgeopush,%1$schatbot.sa\"".formatted(IARI)
                    + ";+g.gsma.rcs.cpm.pager-large"
                    + ";+g.gsma.rcs.botversion=\"#=1,#=2\""
                    + ";+g.gsma.rcs.cpimext";

    static final String ACCEPT_MSG = "*;+g.3gpp.icsi-ref=\"" + ICSI + "msg\"";

    static final String USER_AGENT =
            "CPM-client/OMA2.2 RCS-client/UP_2.4 term-5GMC/Handset-1.0 client-5GMC/1.0 OS-Java/25";

    private FeatureTags() {}
}
