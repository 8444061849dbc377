package org.fivegmc.wire.rcs;

/// Media types of RCS content.
public final class RcsMediaTypes {
    public static final String CPIM = "message/cpim";
    public static final String IMDN = "message/imdn+xml";
    public static final String TEXT = "text/plain";
    public static final String MULTIPART_MIXED = "multipart/mixed";
    public static final String SDP = "application/sdp";
    public static final String RESOURCE_LISTS = "application/resource-lists+xml";
    public static final String IS_COMPOSING = "application/im-iscomposing+xml";
    public static final String FT_HTTP = "application/vnd.gsma.rcs-ft-http+xml";
    public static final String GEOLOCATION = "application/vnd.gsma.rcspushlocation+xml";
    public static final String REVOKE = "application/vnd.gsma.rcsrevoke+xml";
    public static final String GROUP_DATA = "application/vnd.oma.cpm-groupdata+xml";
    public static final String BOT_MESSAGE = "application/vnd.gsma.botmessage.v1.0+json";
    public static final String BOT_SUGGESTION = "application/vnd.gsma.botsuggestion.v1.0+json";
    public static final String BOT_RESPONSE =
            "application/vnd.gsma.botsuggestion.response.v1.0+json";
    public static final String BOT_SHARED_DATA =
            "application/vnd.gsma.botsharedclientdata.v1.0+json";

    private RcsMediaTypes() {}
}
